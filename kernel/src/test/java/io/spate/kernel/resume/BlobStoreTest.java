package io.spate.kernel.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final InfoHash TORRENT = InfoHash.v1Of(new byte[] {1});

    @TempDir
    Path folder;

    private BlobStore blobs;

    @BeforeEach
    void open() {
        blobs = new BlobStore(folder.resolve("plugins"));
    }

    @Test
    void keepsTheLastValueOfAKey() throws IOException {
        assertThat(blobs.load("dht", "nodes")).isEmpty();
        blobs.save("dht", "nodes", new byte[] {1, 2, 3});
        blobs.save("dht", "nodes", new byte[] {4});
        assertThat(new BlobStore(folder.resolve("plugins")).load("dht", "nodes"))
                .hasValue(new byte[] {4});
        blobs.save("dht", "nodes", new byte[0]);
        assertThat(blobs.load("dht", "nodes")).hasValue(new byte[0]);
    }

    @Test
    void keepsPluginsTorrentsAndKeysApart() throws IOException {
        List<String> owners = List.of("dht", "pex", "a.b", "a_b", "A", "a", "../x", "values", "");
        byte value = 0;
        for (String owner : owners) {
            blobs.save(owner, "k", new byte[] {value++});
            blobs.save(owner, TORRENT, "k", new byte[] {value++});
        }
        value = 0;
        for (String owner : owners) {
            assertThat(blobs.load(owner, "k")).as(owner).hasValue(new byte[] {value++});
            assertThat(blobs.load(owner, TORRENT, "k")).as(owner).hasValue(new byte[] {value++});
        }
    }

    @Test
    void staysInItsFolderWhateverTheKey() throws IOException {
        for (String key : List.of(".", "..", "...", "-", "con", "a".repeat(64))) {
            blobs.save("p", key, key.getBytes());
            assertThat(blobs.load("p", key)).as(key).hasValue(key.getBytes());
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(folder.resolve("plugins"));
        }
    }

    @Test
    void refusesOtherKeys() {
        for (String key : List.of("", "a".repeat(65), "A", "a/b", "a\\b", "ä", "a b")) {
            assertThatThrownBy(() -> blobs.load("p", key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesValuesThatAreNotSmall() throws IOException {
        blobs.save("p", "k", new byte[BlobStore.MAX_VALUE_LENGTH]);
        assertThatThrownBy(() -> blobs.save("p", "k", new byte[BlobStore.MAX_VALUE_LENGTH + 1]))
                .hasMessage("value: 1048577 bytes (expected: 0..1048576)");
        assertThat(blobs.load("p", "k"))
                .hasValueSatisfying(value -> assertThat(value).hasSize(BlobStore.MAX_VALUE_LENGTH));
    }

    @Test
    void passesOverAValueThatWasNotWrittenToItsEnd() throws IOException {
        blobs.save("p", "k", new byte[] {1});
        Path value;
        try (Stream<Path> files = Files.walk(folder)) {
            value = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.write(value.resolveSibling(value.getFileName() + DurableFiles.TEMPORARY), new byte[500]);
        assertThat(blobs.load("p", "k")).hasValue(new byte[] {1});
        blobs.save("p", "k", new byte[] {2});
        assertThat(blobs.load("p", "k")).hasValue(new byte[] {2});
    }
}
