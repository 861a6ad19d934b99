package io.spate.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Bitfield;
import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.metainfo.MetainfoBuilder;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.storage.MemoryStorage;
import io.spate.testkit.SampleTorrent;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HashCheckTest {
    private static final int PIECE_LENGTH = 3 * 1024 * 1024; // three reads a piece

    private final SampleTorrent torrent = SampleTorrent.named("t")
            .file("a", 2 * PIECE_LENGTH - 5)
            .pad(5)
            .file("b", 4 * PIECE_LENGTH + 17)
            .build(PIECE_LENGTH, 1);
    private final int pieceCount = torrent.layout().pieceCount();
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final CheckProgress recording = (piece, matches) -> order.add(matches ? piece : -piece - 1);

    private TorrentStorage storage;

    @BeforeEach
    void fill() throws IOException {
        storage = new MemoryStorage().open(new StorageRequest(torrent.metainfo(), Path.of("none")));
        for (int piece = 0; piece < pieceCount; piece++) {
            storage.write(piece, 0, ByteBuffer.wrap(torrent.piece(piece)));
        }
    }

    @Test
    void findsAllThatIsRight() {
        assertThat(check(Bitfield.full(pieceCount), 1).result()).isEqualTo(Bitfield.full(pieceCount));
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void findsNothingWhereNothingIs() {
        storage = new MemoryStorage().open(new StorageRequest(torrent.metainfo(), Path.of("none")));
        assertThat(check(Bitfield.full(pieceCount), 2).result().isEmpty()).isTrue();
        assertThat(order).hasSize(pieceCount).allMatch(piece -> piece < 0);
    }

    @Test
    void findsAByteThatIsWrong() throws IOException {
        for (int begin : new int[] {0, PIECE_LENGTH / 2, PIECE_LENGTH - 1}) {
            storage.write(3, 0, ByteBuffer.wrap(torrent.piece(3)));
            byte wrong = (byte) ~torrent.piece(3)[begin];
            storage.write(3, begin, ByteBuffer.wrap(new byte[] {wrong}));
            Bitfield found = check(Bitfield.full(pieceCount), 3).result();
            assertThat(found.has(3)).as("byte %d", begin).isFalse();
            assertThat(found.count()).isEqualTo(pieceCount - 1);
        }
    }

    @Test
    void comparesOnlyWhatItIsAskedTo() {
        Bitfield asked = new Bitfield(pieceCount);
        asked.set(1);
        asked.set(6);
        assertThat(check(asked, 2).result()).isEqualTo(asked);
        assertThat(order).containsExactly(1, 6);
    }

    @Test
    void isDoneAtOnceWithNothing() {
        HashCheck check = newCheck(new Bitfield(pieceCount), recording);
        assertThat(check.start(turns::add, 2).succeeded()).isTrue();
        assertThat(turns).isEmpty();
    }

    @Test
    void givesItsThreadBackInBetween() {
        newCheck(Bitfield.full(pieceCount), recording).start(turns::add, 1);
        turns.remove().run();
        assertThat(order).hasSizeLessThan(3);
        assertThat(turns).hasSize(1);
    }

    @Test
    void usesSeveralThreads() throws Exception {
        ExecutorService disk = Executors.newFixedThreadPool(4);
        try {
            Bitfield found = newCheck(Bitfield.full(pieceCount), recording)
                    .start(disk, 4)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);
            assertThat(found.isFull()).isTrue();
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        } finally {
            disk.shutdown();
        }
    }

    @Test
    void endsSoonWhenItIsCancelled() {
        HashCheck check = newCheck(Bitfield.full(pieceCount), recording);
        Future<Bitfield> result = check.start(turns::add, 2);
        turns.remove().run();
        check.cancel();
        int before = order.size();
        runAll();
        assertThat(order).hasSize(before);
        assertThat(result.cause()).isInstanceOfSatisfying(SpateException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.STOPPED));
    }

    @Test
    void failsWhenDataCannotBeRead() {
        IOException broken = new IOException("Input/output error");
        storage = new UnreadableStorage(broken);
        assertThat(check(Bitfield.full(pieceCount), 2).cause()).isSameAs(broken);
    }

    @Test
    void failsWhenWhatItFoundCannotBeRecorded() {
        IOException full = new IOException("disk full");
        Future<Bitfield> result = newCheck(Bitfield.full(pieceCount), (piece, matches) -> {
                    throw full;
                })
                .start(turns::add, 2);
        runAll();
        assertThat(result.cause()).isSameAs(full);
    }

    @Test
    void stopsWithItsThreads() {
        Future<Bitfield> result = newCheck(Bitfield.full(pieceCount), recording)
                .start(
                        turn -> {
                            throw new RejectedExecutionException();
                        },
                        2);
        assertThat(result.cause()).isInstanceOf(SpateException.class).hasMessageContaining("stopped");
    }

    @Test
    void refusesATorrentWithoutVersion1Hashes() {
        var v2 = new MetainfoBuilder(
                        new byte[1],
                        InfoHashes.v2(InfoHash.v2Of(new byte[1])),
                        "t",
                        torrent.layout(),
                        torrent.metainfo().files())
                .build();
        assertThatThrownBy(() -> new Sha1Verifier(v2)).isInstanceOf(IllegalArgumentException.class);
    }

    private Future<Bitfield> check(Bitfield pieces, int workers) {
        Future<Bitfield> result = newCheck(pieces, recording).start(turns::add, workers);
        runAll();
        assertThat(result.isComplete()).isTrue();
        return result;
    }

    private HashCheck newCheck(Bitfield pieces, CheckProgress progress) {
        return new HashCheck(storage, torrent.layout(), new Sha1Verifier(torrent.metainfo()), pieces, progress);
    }

    private void runAll() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    private record UnreadableStorage(IOException failure) implements TorrentStorage {
        @Override
        public void prepare() {}

        @Override
        public void read(int piece, int begin, ByteBuffer into) throws IOException {
            throw failure;
        }

        @Override
        public void write(int piece, int begin, ByteBuffer from) {}

        @Override
        public void sync() {}

        @Override
        public List<FileStamp> stamps() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
