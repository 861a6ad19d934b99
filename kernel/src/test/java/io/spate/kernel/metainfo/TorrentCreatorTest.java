package io.spate.kernel.metainfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.kernel.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorrentCreatorTest {
    private static final TorrentCreator CREATOR = new TorrentCreator(3, PathRules.POSIX);
    private static final MetainfoReader READER = new MetainfoReader(PathRules.POSIX);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> makesTheVectorsTorrentsByteForByte() {
        return Vectors.tests("create-torrents.json", vector -> {
            byte[] made = CREATOR.create(wanted(vector, DescribedContent.of(vector)));
            assertThat(made)
                    .isEqualTo(Vectors.content(
                            vector.required("expect").required("torrent_file").asText()));
        });
    }

    private static CreateTorrent wanted(JsonNode vector, TorrentContent content) {
        CreateTorrent wanted = CreateTorrent.of(content)
                .withVersion(
                        TorrentVersion.valueOf(vector.required("mode").asText().toUpperCase(Locale.ROOT)))
                .withPieceLength(vector.required("piece_length").asInt());
        wanted = vector.required("private").asBoolean() ? wanted.forTrackersOnly() : wanted;
        JsonNode outer = vector.required("outer");
        if (outer.has("announce-list")) {
            wanted = wanted.withTrackers(tiers(outer.get("announce-list")));
        } else if (outer.has("announce")) {
            wanted = wanted.withTrackers(List.of(List.of(outer.get("announce").asText())));
        }
        if (outer.has("comment")) {
            wanted = wanted.withComment(outer.get("comment").asText())
                    .withCreatedBy(outer.get("created by").asText())
                    .withCreationDate(
                            Instant.ofEpochSecond(outer.get("creation date").asLong()));
        }
        return wanted;
    }

    private static List<List<String>> tiers(JsonNode list) {
        List<List<String>> tiers = new ArrayList<>();
        list.forEach(tier -> {
            List<String> urls = new ArrayList<>();
            tier.forEach(url -> urls.add(url.asText()));
            tiers.add(urls);
        });
        return tiers;
    }

    @TestFactory
    Stream<DynamicTest> writesWhatItReadByteForByte() {
        return Vectors.tests("create-torrents.json", vector -> {
            byte[] file = Vectors.content(
                    vector.required("expect").required("torrent_file").asText());
            assertThat(MetainfoWriter.write(READER.read(file))).isEqualTo(file);
        });
    }

    @Test
    void makesTheSameTorrentOfADirectoryWhateverTheThreads() throws IOException {
        JsonNode vector = Vectors.cases("create-torrents.json").stream()
                .filter(one -> one.required("name").asText().equals("v1-multi"))
                .findFirst()
                .orElseThrow();
        for (JsonNode file : vector.required("files")) {
            Path path = folder.resolve("dir");
            for (JsonNode element : file.required("path")) {
                path = path.resolve(element.asText());
            }
            write(
                    path,
                    file.required("content").asText(),
                    file.required("length").asInt());
        }
        byte[] expected = Vectors.content("torrents/created/v1-multi.torrent");
        for (int threads : new int[] {1, 2, 8}) {
            TorrentCreator creator = new TorrentCreator(threads, PathRules.POSIX);
            assertThat(creator.create(wanted(vector, TorrentContent.of(folder.resolve("dir")))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void makesATorrentOfOneFile() throws IOException {
        write(folder.resolve("one.bin"), "mix", 1);
        CreateTorrent wanted =
                CreateTorrent.of(TorrentContent.of(folder.resolve("one.bin"))).withPieceLength(16384);
        assertThat(CREATOR.create(wanted)).isEqualTo(Vectors.content("torrents/created/v1-single-1byte.torrent"));
    }

    @Test
    void sortsFilesByTheBytesOfTheirNames() throws IOException {
        for (String name : List.of("b", "B", "a/z", "a.txt", "\u00e9", "z", "\ud83d\ude00", "\uff5e")) {
            write(folder.resolve("d").resolve(name), "ff", 1);
        }
        List<TorrentContent.File> files = TorrentContent.of(folder.resolve("d")).files();
        assertThat(files.stream().map(file -> String.join("/", file.path())))
                .containsExactly("B", "a/z", "a.txt", "b", "z", "\u00e9", "\uff5e", "\ud83d\ude00");
    }

    @Test
    void hashesPiecesThatAreLongerThanItsBuffer() {
        int length = (9 << 20) + 12_345;
        DescribedContent content = new DescribedContent("big", false)
                .with("mix", length, "big.bin")
                .with("ramp", 20_000, "tail.bin");
        AtomicLong hashed = new AtomicLong();
        Metainfo read =
                READER.read(CREATOR.create(CreateTorrent.of(content).withPieceLength(4 << 20), hashed::addAndGet));
        byte[] all = Arrays.copyOf(DescribedContent.bytes("mix", length), length + 20_000);
        System.arraycopy(DescribedContent.bytes("ramp", 20_000), 0, all, length, 20_000);
        for (int piece = 0; piece < 3; piece++) {
            byte[] bytes = Arrays.copyOfRange(all, piece * (4 << 20), Math.min(all.length, (piece + 1) * (4 << 20)));
            assertThat(read.v1Hash(piece)).isEqualTo(InfoHash.v1Of(bytes).toBytes());
        }
        assertThat(hashed).hasValue(all.length);
    }

    @Test
    void saysAllThatItWasToldToSay() {
        byte[] file = CREATOR.create(CreateTorrent.of(small())
                .withTrackers(List.of(List.of("http://a.example/x"), List.of(), List.of("udp://b.example:1")))
                .withUrlSeeds(List.of("http://w.example/"))
                .withSource("club")
                .forTrackersOnly()
                .withComment("c")
                .withCreatedBy("p")
                .withCreationDate(Instant.ofEpochSecond(5)));
        Metainfo read = READER.read(file);
        assertThat(read.trackers()).containsExactly(List.of("http://a.example/x"), List.of("udp://b.example:1"));
        assertThat(read.urlSeeds()).containsExactly("http://w.example/");
        assertThat(read.isPrivate()).isTrue();
        assertThat(read.comment()).contains("c");
        assertThat(read.createdBy()).contains("p");
        assertThat(read.creationDate()).contains(Instant.ofEpochSecond(5));
        assertThat(new String(file, UTF_8)).contains("6:source4:club");
        assertThat(read.infoHashes())
                .isNotEqualTo(
                        READER.read(CREATOR.create(CreateTorrent.of(small()).forTrackersOnly()))
                                .infoHashes());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 16384",
        "32768000, 16384",
        "33554432, 32768",
        "4294967296, 4194304",
        "1099511627776, 16777216",
        "281474976710655, 268435456",
    })
    void choosesAPieceLengthThatSuitsTheContent(long total, int expected) {
        assertThat(TorrentCreator.suitablePieceLength(total)).isEqualTo(expected);
    }

    @Test
    void refusesPieceLengthsThatOthersWouldNotTake() {
        for (int length : new int[] {0, -1, 1, 16383, 16385, 1 << 30}) {
            assertRefused("missing_piece_length", CreateTorrent.of(small()).withPieceLength(length));
        }
        assertRefused(
                "missing_piece_length",
                CreateTorrent.of(small()).withVersion(TorrentVersion.V2).withPieceLength(3 * 16384));
        assertThat(CREATOR.create(CreateTorrent.of(small()).withPieceLength(3 * 16384)))
                .isNotEmpty();
    }

    @Test
    void refusesContentThatMakesNoTorrent() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        assertRefused("no_files", CreateTorrent.of(TorrentContent.of(folder.resolve("empty"))));
        write(folder.resolve("nothing"), "zero", 0);
        assertRefused("invalid_length", CreateTorrent.of(TorrentContent.of(folder.resolve("nothing"))));
        assertRefused(
                "too_many_pieces",
                CreateTorrent.of(new DescribedContent("x", true).with("zero", 1L << 40, "x"))
                        .withPieceLength(16384));
    }

    @Test
    void refusesNamesThatOthersWouldNotFindAgain() {
        assertRefused("invalid_name", CreateTorrent.of(new DescribedContent("d", false).with("ff", 1, "a\\b")));
        assertRefused(
                "invalid_name",
                CreateTorrent.of(
                        new DescribedContent("d", false).with("ff", 1, "a").with("ff", 1, "A")));
        assertRefused(
                "invalid_name",
                CreateTorrent.of(
                        new DescribedContent("d", false).with("ff", 1, "a").with("ff", 1, "_____padding_file_0")));
    }

    private static void assertRefused(String label, CreateTorrent wanted) {
        assertThatThrownBy(() -> CREATOR.create(wanted))
                .isInstanceOf(SpateException.class)
                .hasMessageStartingWith(label + ": ")
                .extracting(thrown -> ((SpateException) thrown).code())
                .isEqualTo(ErrorCode.BAD_TORRENT);
    }

    @Test
    void followsLinksInsideTheDirectoryOnly() throws IOException {
        Path directory = folder.resolve("d");
        write(directory.resolve("f"), "ff", 3);
        write(folder.resolve("outside"), "ff", 3);
        Files.createSymbolicLink(directory.resolve("inside"), Path.of("f"));
        assertThat(TorrentContent.of(directory).files())
                .containsExactly(
                        new TorrentContent.File(List.of("f"), 3), new TorrentContent.File(List.of("inside"), 3));
        Files.createSymbolicLink(directory.resolve("leaving"), Path.of("../outside"));
        assertUnreadable(directory, "leaving: is a link to ");
        Files.delete(directory.resolve("leaving"));
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("."));
        assertUnreadable(directory, "loop: is a link to a directory that it is in");
        Files.delete(directory.resolve("loop"));
        Files.createSymbolicLink(directory.resolve("broken"), Path.of("nowhere"));
        assertUnreadable(directory, "broken: no such file");
    }

    @Test
    void saysWhichFileCannotBeRead() throws IOException {
        assertUnreadable(folder.resolve("missing"), "missing: no such file");
        assertUnreadable(folder.getRoot(), "has no name (expected: a file or directory)");
        Path secret = folder.resolve("secret");
        write(secret, "ff", 1);
        assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret), "skipped: root reads every file");
        assertUnreadable(secret, "secret: cannot be read: permission denied");
    }

    private static void assertUnreadable(Path path, String message) {
        assertThatThrownBy(() -> TorrentContent.of(path))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining(message)
                .extracting(thrown -> ((SpateException) thrown).code())
                .isEqualTo(ErrorCode.STORAGE_FAILED);
    }

    @Test
    void tellsOfAFileThatBecameShorter() throws IOException {
        Path file = folder.resolve("shrinking");
        write(file, "ff", 100_000);
        TorrentContent content = TorrentContent.of(file);
        write(file, "ff", 70_000);
        SpateException thrown =
                catchThrowableOfType(SpateException.class, () -> CREATOR.create(CreateTorrent.of(content)));
        assertThat(thrown.code()).isEqualTo(ErrorCode.STORAGE_FAILED);
        assertThat(thrown).hasMessageEndingWith("shrinking: became shorter while it was read, 70000 bytes are left");
    }

    @Test
    void stopsWhenItIsInterruptedAndLeavesNoFileOpen() {
        StuckContent stuck = new StuckContent();
        Thread.currentThread().interrupt();
        SpateException thrown =
                catchThrowableOfType(SpateException.class, () -> CREATOR.create(CreateTorrent.of(stuck)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown.code()).isEqualTo(ErrorCode.STOPPED);
        assertThat(stuck.open).hasValue(0);
    }

    /** One whose reads end only by an interrupt. */
    private static final class StuckContent implements TorrentContent {
        private final AtomicLong open = new AtomicLong();

        @Override
        public String name() {
            return "stuck";
        }

        @Override
        public boolean isSingleFile() {
            return true;
        }

        @Override
        public List<File> files() {
            return List.of(new File(List.of("stuck"), 1 << 20));
        }

        @Override
        public Reader open() {
            open.incrementAndGet();
            return new Reader() {
                @Override
                public void read(int file, long offset, ByteBuffer into) throws IOException {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IOException("interrupted", e);
                    }
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    @Test
    void hybridsTellBothKindsOfPeersTheSame() {
        DescribedContent content = new DescribedContent("h", false)
                .with("mix", 100_000, "b", "2")
                .with("ramp", 40_000, "b", "10")
                .with("ff", 16_384, "a");
        Metainfo hybrid = READER.read(CREATOR.create(
                CreateTorrent.of(content).withVersion(TorrentVersion.HYBRID).withPieceLength(32_768)));
        assertThat(hybrid.infoHashes().isHybrid()).isTrue();
        assertThat(hybrid.files()).extracting(TorrentFile::pathText).containsExactly("h/a", "h/b/10", "h/b/2");
        assertThat(hybrid.pieceLayers()).hasSize(2);
        assertThat(hybrid.layout().pieceCount()).isEqualTo(7);
    }

    private static DescribedContent small() {
        return new DescribedContent("small", true).with("mix", 50_000, "small");
    }

    private static void write(Path path, String kind, int length) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, DescribedContent.bytes(kind, length));
    }
}
