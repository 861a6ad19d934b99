package io.spate.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {
    private static final int LENGTH = 100_000;

    @TempDir
    Path folder;

    private final List<ByteBuffer> ended = new ArrayList<>();
    private FileChannel channel;

    @BeforeEach
    void openFile() throws IOException {
        channel = FileChannel.open(Files.write(folder.resolve("file"), new byte[LENGTH]));
    }

    @AfterEach
    void closeFile() throws IOException {
        channel.close();
    }

    @Test
    void mapsNothingWhereMappingsCannotBeEnded() {
        PageCache cache = new PageCache(channel, true, new Unmapping(buffer -> {
            throw new UnsupportedOperationException("Cannot clean arbitrary ByteBuffer instances");
        }));

        cache.watch(0, LENGTH);

        assertThat(cache.holds(0, LENGTH)).isFalse();
        cache.close(); // and has nothing to end
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsItsMappingsWithTheFile() {
        PageCache cache = new PageCache(channel, true, new Unmapping(ended::add));
        cache.watch(0, LENGTH);
        assertThat(cache.holds(0, LENGTH)).isTrue();

        cache.close();

        assertThat(cache.holds(0, LENGTH)).isFalse();
        assertThat(ended).filteredOn(MappedByteBuffer.class::isInstance).last().satisfies(mapping -> assertThat(
                        mapping.capacity())
                .isEqualTo(LENGTH));
        cache.watch(0, LENGTH);
        assertThat(cache.holds(0, LENGTH)).isFalse(); // closed for good
    }

    @Test
    void believesNothingOfFilesThatAreNotOurs() {
        PageCache cache = new PageCache(channel, false, Unmapping.ofMachine());
        cache.watch(0, LENGTH);
        assertThat(cache.holds(0, LENGTH)).isFalse();
        cache.close();
    }
}
