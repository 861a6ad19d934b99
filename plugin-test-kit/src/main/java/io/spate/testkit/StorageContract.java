package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link StorageProvider} keeps to. A provider's test extends this and says how to make it. */
public abstract class StorageContract {
    private static final int PIECE_LENGTH = 1000;
    private static final int THREADS = 4;

    /** Pieces that span files, a file of many pieces, empty ones at both ends, padding, a short last piece. */
    private final SampleTorrent torrent = SampleTorrent.named("sample")
            .file("empty-first", 0)
            .file("a", 10)
            .file("b/tiny", 1)
            .file("b/empty", 0)
            .file("b/c/long", 4321)
            .pad(668)
            .file("d", 2000)
            .file("e", 1234)
            .pad(300)
            .file("f", 77)
            .file("empty-last", 0)
            .build(PIECE_LENGTH, 1);

    @TempDir
    private Path directory;

    private StorageProvider provider;
    private TorrentStorage storage;

    /** The provider under test. Called once a test. */
    protected abstract StorageProvider provider() throws IOException;

    /** Whether what was written is still there when the storage is opened again. */
    protected boolean survivesReopen() {
        return true;
    }

    @BeforeEach
    final void openTheStorage() throws IOException {
        provider = provider();
        storage = open(torrent, directory);
        storage.prepare();
    }

    @AfterEach
    final void closeTheStorage() throws IOException {
        storage.close();
    }

    @Test
    void hasAStableNameInLowerCase() {
        assertThat(provider.name()).matches("[a-z][a-z0-9-]*").isEqualTo(provider.name());
    }

    @Test
    void givesBackEveryPiece() throws IOException {
        writeInAnyOrder();
        for (int piece = 0; piece < pieceCount(); piece++) {
            assertThat(read(storage, piece, 0, torrent.layout().lengthOf(piece)))
                    .as("piece %d", piece)
                    .isEqualTo(torrent.piece(piece));
        }
    }

    @Test
    void givesBackEveryRange() throws IOException {
        writeInAnyOrder();
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            int piece = random.nextInt(pieceCount());
            int begin = random.nextInt(torrent.layout().lengthOf(piece));
            int end = begin + 1 + random.nextInt(torrent.layout().lengthOf(piece) - begin);
            assertThat(read(storage, piece, begin, end - begin))
                    .as("piece %d, %d..%d", piece, begin, end)
                    .isEqualTo(Arrays.copyOfRange(torrent.piece(piece), begin, end));
        }
    }

    @Test
    void storesAPieceInParts() throws IOException {
        Random random = new Random(3);
        for (int piece = 0; piece < pieceCount(); piece++) {
            byte[] bytes = torrent.piece(piece);
            for (int begin = 0; begin < bytes.length; ) {
                int end = Math.min(bytes.length, begin + 1 + random.nextInt(300));
                write(storage, piece, begin, Arrays.copyOfRange(bytes, begin, end));
                begin = end;
            }
            assertThat(read(storage, piece, 0, bytes.length)).isEqualTo(bytes);
        }
    }

    @Test
    void keepsTheLastOfWhatWasWritten() throws IOException {
        write(storage, 0, 0, new byte[PIECE_LENGTH]);
        write(storage, 0, 0, torrent.piece(0));
        assertThat(read(storage, 0, 0, PIECE_LENGTH)).isEqualTo(torrent.piece(0));
    }

    @Test
    void takesBuffersOfAnyKindAndUsesThemUp() throws IOException {
        byte[] bytes = torrent.piece(1);
        ByteBuffer direct = ByteBuffer.allocateDirect(PIECE_LENGTH + 20).position(7);
        direct.put(bytes).flip().position(7);
        storage.write(1, 0, direct);
        assertThat(direct.remaining()).isZero();
        ByteBuffer readOnly = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        storage.write(1, 0, readOnly);
        assertThat(readOnly.remaining()).isZero();

        ByteBuffer into =
                ByteBuffer.allocateDirect(PIECE_LENGTH + 20).position(9).limit(9 + PIECE_LENGTH);
        storage.read(1, 0, into);
        assertThat(into.remaining()).isZero();
        byte[] found = new byte[PIECE_LENGTH];
        into.position(9).get(found);
        assertThat(found).isEqualTo(bytes);
    }

    @Test
    void readsPaddingAsZerosThoughNothingWasWritten() throws IOException {
        TorrentFile pad = firstPad();
        int piece = torrent.layout().pieceAt(pad.offset());
        int begin = (int) (pad.offset() - torrent.layout().offsetOf(piece));
        assertThat(read(storage, piece, begin, (int) pad.length())).containsOnly(0);
    }

    @Test
    void writesNothingToPadding() throws IOException {
        TorrentFile pad = firstPad();
        int piece = torrent.layout().pieceAt(pad.offset());
        int begin = (int) (pad.offset() - torrent.layout().offsetOf(piece));
        byte[] lies = new byte[torrent.layout().lengthOf(piece)];
        Arrays.fill(lies, (byte) 1);
        write(storage, piece, 0, lies);
        assertThat(read(storage, piece, begin, (int) pad.length())).containsOnly(0);
        assertThat(read(storage, piece, 0, begin)).containsOnly(1);
    }

    @Test
    void failsToReadWhatIsNotThere() throws IOException {
        write(storage, 0, 0, torrent.piece(0));
        int last = pieceCount() - 1;
        assertThatThrownBy(() -> read(storage, last, 0, torrent.layout().lengthOf(last)))
                .isInstanceOf(EOFException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void readsWhatItSaysIsInMemory() throws IOException {
        writeInAnyOrder();
        for (int piece = 0; piece < pieceCount(); piece++) {
            int length = torrent.layout().lengthOf(piece);
            read(storage, piece, 0, length); // what was read just now may well be
            for (int begin = 0; begin < length; begin += length / 3 + 1) {
                if (storage.isInMemory(piece, begin, length - begin)) {
                    assertThat(read(storage, piece, begin, length - begin))
                            .as("piece %d from %d", piece, begin)
                            .isEqualTo(Arrays.copyOfRange(torrent.piece(piece), begin, length));
                }
            }
        }
    }

    @Test
    void hasOneStampAFile() throws IOException {
        assertThat(storage.stamps()).hasSameSizeAs(torrent.metainfo().files());
        writeInAnyOrder();
        List<FileStamp> stamps = storage.stamps();
        for (int i = 0; i < stamps.size(); i++) {
            TorrentFile file = torrent.metainfo().files().get(i);
            if (file.isPad()) {
                assertThat(stamps.get(i)).isEqualTo(FileStamp.ALWAYS);
            }
            assertThat(stamps.get(i).length()).as(file.pathText()).isGreaterThanOrEqualTo(file.length());
        }
        assertThat(storage.stamps()).isEqualTo(stamps);
    }

    @Test
    void isPreparedAgainWithoutHarm() throws IOException {
        writeInAnyOrder();
        List<FileStamp> stamps = storage.stamps();
        storage.prepare();
        assertThat(storage.stamps()).isEqualTo(stamps);
        assertThat(readAll(storage, torrent)).isEqualTo(torrent.data());
    }

    @Test
    void isTheSameWhenOpenedAgainOrHasNothing() throws IOException {
        writeInAnyOrder();
        storage.sync();
        List<FileStamp> stamps = storage.stamps();
        storage.close();
        storage = open(torrent, directory);
        if (survivesReopen()) {
            assertThat(storage.stamps()).isEqualTo(stamps);
            assertThat(readAll(storage, torrent)).isEqualTo(torrent.data());
            storage.prepare();
            assertThat(readAll(storage, torrent)).isEqualTo(torrent.data());
        } else {
            assertThat(storage.stamps()).contains(FileStamp.MISSING);
            assertThatThrownBy(() -> read(storage, 0, 0, 1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void keepsTorrentsApart() throws IOException {
        SampleTorrent other = SampleTorrent.named("other").file("a", 3000).build(PIECE_LENGTH, 4);
        TorrentStorage second = open(other, directory);
        second.prepare();
        writeInAnyOrder();
        for (int piece = 0; piece < other.layout().pieceCount(); piece++) {
            write(second, piece, 0, other.piece(piece));
        }
        assertThat(readAll(second, other)).isEqualTo(other.data());
        second.close();
        assertThat(readAll(storage, torrent)).isEqualTo(torrent.data());
    }

    @Test
    void letsSeveralThreadsReadAndWriteAndSyncAtOnce() throws Exception {
        SampleTorrent large = SampleTorrent.named("large")
                .file("a", 100_001)
                .file("b", 1)
                .file("c", 200_000)
                .file("d", 50_000)
                .build(PIECE_LENGTH, 5);
        TorrentStorage shared = open(large, directory);
        shared.prepare();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> done = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                done.add(threads.submit(writeAndRead(shared, large, thread)));
            }
            for (Future<Void> each : done) {
                each.get(1, TimeUnit.MINUTES);
            }
            assertThat(readAll(shared, large)).isEqualTo(large.data());
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            shared.close();
        }
    }

    private Callable<Void> writeAndRead(TorrentStorage shared, SampleTorrent large, int thread) {
        return () -> {
            for (int piece = thread; piece < large.layout().pieceCount(); piece += THREADS) {
                write(shared, piece, 0, large.piece(piece));
                int length = large.layout().lengthOf(piece);
                assertThat(read(shared, piece, 0, length)).isEqualTo(large.piece(piece));
                if (piece % 50 == 0) {
                    shared.sync();
                }
            }
            return null;
        };
    }

    private TorrentStorage open(SampleTorrent sample, Path folder) throws IOException {
        return provider.open(new StorageRequest(sample.metainfo(), folder));
    }

    private void writeInAnyOrder() throws IOException {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, pieceCount()).boxed().toList());
        Collections.shuffle(order, new Random(6));
        for (int piece : order) {
            write(storage, piece, 0, torrent.piece(piece));
        }
    }

    private int pieceCount() {
        return torrent.layout().pieceCount();
    }

    private TorrentFile firstPad() {
        return torrent.metainfo().files().stream()
                .filter(TorrentFile::isPad)
                .findFirst()
                .orElseThrow();
    }

    private static void write(TorrentStorage to, int piece, int begin, byte[] bytes) throws IOException {
        to.write(piece, begin, ByteBuffer.wrap(bytes));
    }

    private static byte[] read(TorrentStorage from, int piece, int begin, int length) throws IOException {
        byte[] bytes = new byte[length];
        from.read(piece, begin, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static byte[] readAll(TorrentStorage from, SampleTorrent sample) throws IOException {
        byte[] all = new byte[sample.data().length];
        for (int piece = 0; piece < sample.layout().pieceCount(); piece++) {
            int length = sample.layout().lengthOf(piece);
            System.arraycopy(
                    read(from, piece, 0, length), 0, all, (int) sample.layout().offsetOf(piece), length);
        }
        return all;
    }
}
