package io.spate.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.MetainfoBuilder;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import io.spate.testkit.SampleTorrent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {
    private static final int PIECE_LENGTH = 100;

    private final SampleTorrent torrent = SampleTorrent.named("t")
            .file("a/one", 150)
            .file("a/empty", 0)
            .pad(50)
            .file("b/c/two", 130)
            .link("links/to-one", "a/one")
            .build(PIECE_LENGTH, 1);

    @TempDir
    Path top;

    @Test
    void makesNothingBeforeItIsPrepared() throws IOException {
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThat(storage.stamps())
                .containsExactly(
                        FileStamp.MISSING, FileStamp.MISSING, FileStamp.ALWAYS, FileStamp.MISSING, FileStamp.ALWAYS);
        assertThatThrownBy(() -> read(storage, 0)).isInstanceOf(EOFException.class);
        storage.close();
        assertThat(saveDirectory()).doesNotExist();
    }

    @Test
    void makesEmptyFilesAndLinksWhenPrepared() throws IOException {
        open(torrent, saveDirectory()).prepare();
        assertThat(entries()).containsExactlyInAnyOrder("t", "t/a", "t/a/empty", "t/links", "t/links/to-one");
        assertThat(Files.readSymbolicLink(saveDirectory().resolve("t/links/to-one")))
                .isEqualTo(Path.of("../a/one"));
    }

    @Test
    void writesFilesAndNoPadding() throws IOException {
        TorrentStorage storage = full(torrent);
        storage.close();
        assertThat(entries())
                .containsExactlyInAnyOrder(
                        "t", "t/a", "t/a/one", "t/a/empty", "t/b", "t/b/c", "t/b/c/two", "t/links", "t/links/to-one");
        byte[] data = torrent.data();
        assertThat(saveDirectory().resolve("t/a/one")).hasBinaryContent(Arrays.copyOf(data, 150));
        assertThat(saveDirectory().resolve("t/b/c/two")).hasBinaryContent(Arrays.copyOfRange(data, 200, 330));
    }

    @Test
    void leavesWhatIsInTheWayOfALink() throws IOException {
        Path link = saveDirectory().resolve("t/links/to-one");
        Files.createDirectories(link.getParent());
        Files.writeString(link, "mine");
        open(torrent, saveDirectory()).prepare();
        assertThat(link).isRegularFile().hasContent("mine");
    }

    @Test
    void makesNoFolderThroughALinkThatLeadsOut() throws IOException {
        Path outside = Files.createDirectory(top.resolve("outside"));
        Files.createDirectories(saveDirectory().resolve("t"));
        Files.createSymbolicLink(saveDirectory().resolve("t/b"), outside);
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThatThrownBy(() -> write(storage, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("t/b/c/two")
                .hasMessageContaining("a link leads to " + outside.toRealPath());
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void readsNothingThroughALinkThatLeadsOut() throws IOException {
        full(torrent).close();
        Files.move(saveDirectory().resolve("t/b"), top.resolve("moved"));
        Files.createSymbolicLink(saveDirectory().resolve("t/b"), top.resolve("moved"));
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThatThrownBy(() -> read(storage, 2)).hasMessageContaining("a link leads to");
        assertThatThrownBy(storage::stamps).hasMessageContaining("a link leads to");
    }

    @Test
    void refusesALinkInThePlaceOfAFile() throws IOException {
        Path secret = Files.write(top.resolve("secret"), new byte[1000]);
        Files.createDirectories(saveDirectory().resolve("t/a"));
        Files.createSymbolicLink(saveDirectory().resolve("t/a/one"), secret);
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThatThrownBy(() -> read(storage, 0)).hasMessageContaining("it is a symbolic link (expected: a file)");
        assertThatThrownBy(() -> write(storage, 0)).hasMessageContaining("it is a symbolic link (expected: a file)");
        assertThat(secret).hasBinaryContent(new byte[1000]);
        assertThat(storage.stamps().get(0)).isEqualTo(FileStamp.MISSING);
    }

    @Test
    void followsLinksThatStayInside() throws IOException {
        Files.createDirectories(saveDirectory().resolve("elsewhere"));
        Files.createDirectories(saveDirectory().resolve("t"));
        Files.createSymbolicLink(saveDirectory().resolve("t/b"), Path.of("../elsewhere"));
        TorrentStorage storage = full(torrent);
        assertThat(read(storage, 2)).isEqualTo(torrent.piece(2));
        assertThat(saveDirectory().resolve("elsewhere/c/two")).isRegularFile();
    }

    @Test
    void mayBeReachedThroughALink() throws IOException {
        Files.createDirectory(top.resolve("disk"));
        Files.createSymbolicLink(saveDirectory(), top.resolve("disk"));
        TorrentStorage storage = full(torrent);
        assertThat(read(storage, 3)).isEqualTo(torrent.piece(3));
        assertThat(top.resolve("disk/t/b/c/two")).isRegularFile();
    }

    @Test
    void tellsOfAFolderInThePlaceOfAFile() throws IOException {
        Files.createDirectories(saveDirectory().resolve("t/a/one"));
        TorrentStorage storage = open(torrent, saveDirectory());
        String message = saveDirectory().resolve("t/a/one") + ": it is a directory (expected: a file)";
        assertThatThrownBy(() -> write(storage, 0)).hasMessage("cannot write " + message);
        assertThatThrownBy(() -> read(storage, 0)).hasMessage("cannot read " + message);
    }

    @Test
    void tellsOfAFileInThePlaceOfAFolder() throws IOException {
        Files.createDirectories(saveDirectory());
        Files.createFile(saveDirectory().resolve("t"));
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThatThrownBy(storage::prepare)
                .hasMessageContaining("cannot write")
                .hasMessageContaining("there is a file (expected: a folder)");
    }

    @Test
    void tellsOfANameThatIsTooLong() throws IOException {
        SampleTorrent tooLong =
                SampleTorrent.named("t").file("n".repeat(300), 10).build(PIECE_LENGTH, 2);
        TorrentStorage storage = open(tooLong, saveDirectory());
        assertThatThrownBy(() -> storage.write(0, 0, ByteBuffer.wrap(tooLong.data())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nnn")
                .hasMessageStartingWith("cannot write");
    }

    @Test
    void tellsOfANameThatTheSystemCannotWrite() {
        Metainfo metainfo = new MetainfoBuilder(
                        new byte[1000],
                        torrent.metainfo().infoHashes(),
                        "t",
                        torrent.layout(),
                        List.of(TorrentFile.of(List.of("a\0b"), 330, 0)))
                .v1HashesAt(1)
                .build();
        assertThatThrownBy(() -> new FileStorage(1).open(new StorageRequest(metainfo, saveDirectory())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot name a file");
    }

    @Test
    void tellsWhatIsMissing() throws IOException {
        full(torrent).close();
        Path one = saveDirectory().resolve("t/a/one");
        try (FileChannel channel = FileChannel.open(one, StandardOpenOption.WRITE)) {
            channel.truncate(120);
        }
        Files.delete(saveDirectory().resolve("t/b/c/two"));
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThat(read(storage, 0)).isEqualTo(torrent.piece(0));
        assertThatThrownBy(() -> read(storage, 1))
                .isInstanceOf(EOFException.class)
                .hasMessage("cannot read " + one + ": it ends at byte 120 (expected: 150 or more)");
        assertThatThrownBy(() -> read(storage, 2))
                .isInstanceOf(EOFException.class)
                .hasMessageEndingWith("two: no such file");
        assertThat(storage.stamps().get(0).length()).isEqualTo(120);
        assertThat(storage.stamps().get(3)).isEqualTo(FileStamp.MISSING);
    }

    /** A file of the system's that even its owner cannot open to write. */
    @Test
    void readsWhereNothingCanBeWritten() throws IOException {
        Path folder = Path.of("/proc/sys/kernel/random");
        assumeTrue(Files.isReadable(folder.resolve("uuid")), "needs /proc of Linux");
        Metainfo metainfo = new MetainfoBuilder(
                        new byte[1000],
                        torrent.metainfo().infoHashes(),
                        "uuid",
                        SampleTorrent.named("uuid").file("x", 36).build(36, 1).layout(),
                        List.of(TorrentFile.of(List.of("uuid"), 36, 0)))
                .v1HashesAt(1)
                .build();
        TorrentStorage storage = new FileStorage(1).open(new StorageRequest(metainfo, folder));
        ByteBuffer read = ByteBuffer.allocateDirect(36);
        storage.read(0, 0, read);
        assertThat(read.remaining()).isZero();
        assertThatThrownBy(() -> storage.write(0, 0, read.flip()))
                .hasMessage("cannot write " + folder.resolve("uuid") + ": permission denied");
    }

    @Test
    void leavesHolesWhereNothingWasWritten() throws IOException {
        TorrentStorage storage = open(torrent, saveDirectory());
        storage.write(1, 49, ByteBuffer.wrap(new byte[] {7}));
        assertThat(read(storage, 0)).containsOnly(0);
        assertThat(storage.stamps().get(0).length()).isEqualTo(150);
    }

    @Test
    void doesNotMakeAFileAnewToSyncIt() throws IOException {
        TorrentStorage storage = full(torrent);
        storage.close();
        Files.delete(saveDirectory().resolve("t/a/one"));
        storage.sync();
        assertThat(saveDirectory().resolve("t/a/one")).doesNotExist();
    }

    @Test
    void opensAFileAnewThatAnInterruptClosed() throws Exception {
        TorrentStorage storage = full(torrent);
        Thread interrupted = new Thread(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> read(storage, 0)).isInstanceOf(IOException.class);
        });
        interrupted.start();
        interrupted.join();
        assertThat(read(storage, 0)).isEqualTo(torrent.piece(0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void knowsWhatTheSystemKeepsInMemoryOfAFileThatItRead() throws IOException {
        full(torrent).close();
        TorrentStorage storage = open(torrent, saveDirectory());
        assertThat(storage.isInMemory(0, 0, PIECE_LENGTH)).isFalse(); // not open, and opening may block

        read(storage, 0);

        assertThat(storage.isInMemory(0, 10, 50)).isTrue();
        assertThat(storage.isInMemory(1, 0, PIECE_LENGTH)).isTrue(); // the rest of the file, and padding
        assertThat(storage.isInMemory(2, 0, PIECE_LENGTH)).isFalse(); // another file
        storage.close();
        assertThat(storage.isInMemory(0, 10, 50)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void doesNotTakeForInMemoryWhatIsNotThere() throws IOException {
        int length = 1 << 20;
        SampleTorrent large = SampleTorrent.named("large").file("f", 3 * length).build(length, 3);
        TorrentStorage storage = open(large, saveDirectory());
        storage.prepare();
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        storage.write(1, 0, bytes);
        storage.read(1, 0, bytes.clear());

        assertThat(storage.isInMemory(1, 0, length)).isTrue();
        assertThat(storage.isInMemory(0, 0, length)).isFalse(); // a hole
        assertThat(storage.isInMemory(2, 0, length)).isFalse(); // beyond the end

        storage.write(2, 0, bytes.clear());
        storage.read(2, 0, bytes.clear());
        assertThat(storage.isInMemory(2, 0, length)).isTrue(); // the file has grown
        try (FileChannel file = FileChannel.open(saveDirectory().resolve("large/f"), StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
        assertThat(storage.isInMemory(1, 0, length)).isFalse();
        storage.close();
    }

    @Test
    void refusesARangeThatLeavesItsPiece() {
        assertThatThrownBy(() -> open(torrent, saveDirectory()).read(0, 1, ByteBuffer.allocate(PIECE_LENGTH)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Path saveDirectory() {
        return top.resolve("save");
    }

    private TorrentStorage full(SampleTorrent sample) throws IOException {
        TorrentStorage storage = open(sample, saveDirectory());
        storage.prepare();
        for (int piece = 0; piece < sample.layout().pieceCount(); piece++) {
            write(storage, piece);
        }
        return storage;
    }

    private static TorrentStorage open(SampleTorrent sample, Path directory) throws IOException {
        return new FileStorage(4).open(new StorageRequest(sample.metainfo(), directory));
    }

    private void write(TorrentStorage storage, int piece) throws IOException {
        storage.write(piece, 0, ByteBuffer.wrap(torrent.piece(piece)));
    }

    private byte[] read(TorrentStorage storage, int piece) throws IOException {
        byte[] bytes = new byte[torrent.layout().lengthOf(piece)];
        storage.read(piece, 0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> all = Files.walk(saveDirectory())) {
            return all.filter(path -> !path.equals(saveDirectory()))
                    .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> saveDirectory().relativize(path).toString().replace('\\', '/'))
                    .toList();
        }
    }
}
