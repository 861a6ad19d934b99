package io.spate.kernel.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.blocks.BlockRange;
import io.spate.api.blocks.BlockSupply;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.DownloadEvents;
import io.spate.kernel.download.DownloadResources;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.download.PieceLog;
import io.spate.kernel.download.RecordingStorage;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.picker.RarestFirst;
import io.spate.kernel.rate.RateLimit;
import io.spate.testkit.RecordingAlerts;
import io.spate.testkit.SampleTorrent;
import io.spate.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much a source may book, and what becomes of what it delivers. The torrent is of 16 MiB. */
class SourceSupplyTest implements SourceSupply.Account, BlockSupply.Receiver, DownloadEvents, PieceLog {
    private static final int KIB = 1024;
    private static final int PIECE = 64 * KIB;
    private static final int PIECES = 256;

    private final VirtualTime time = new VirtualTime();
    private final SampleTorrent torrent =
            SampleTorrent.named("sample").file("file", PIECES * PIECE).build(PIECE, 1);
    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final BufferPool memory = new BufferPool(64L * 1024 * KIB);
    private final PieceDownloads downloads = new PieceDownloads(
            torrent.layout(),
            new Bitfield(PIECES),
            new DownloadResources(
                    time.loop(),
                    disk::add,
                    memory,
                    new RecordingStorage(torrent),
                    new Sha1Verifier(torrent.metainfo()),
                    this),
            new RarestFirst().open(torrent.layout(), new SplittableRandom(2)),
            new SplittableRandom(3),
            this);
    private final RateLimit limit = new RateLimit(0);
    private final SourceSupply supply = new SourceSupply(
            time.loop(),
            torrent.layout(),
            downloads,
            limit,
            this,
            VirtualGuards.in(time, new RecordingAlerts()).of("x", reason -> {}),
            "server",
            Bitfield.full(PIECES),
            this);
    private final List<Integer> verified = new ArrayList<>();
    private long wasted;
    private boolean roomAgain;
    private Runnable onBlock = () -> {};

    SourceSupplyTest() {
        for (int piece = 0; piece < PIECES; piece++) {
            downloads.want(piece);
        }
    }

    @AfterEach
    void giveBackAll() {
        supply.close();
        downloads.close();
        runDisk();
        assertThat(memory.used()).isZero();
    }

    private void runDisk() {
        time.runReady();
        while (!disk.isEmpty()) {
            disk.poll().run();
            time.runReady();
        }
    }

    private long bookAll() {
        long booked = 0;
        Optional<BlockRange> range = supply.book(Long.MAX_VALUE);
        while (range.isPresent()) {
            booked += range.get().length();
            range = supply.book(Long.MAX_VALUE);
        }
        return booked;
    }

    private boolean deliver(long from, long length) {
        return supply.deliver(Unpooled.wrappedBuffer(torrent.data(), (int) from, (int) length));
    }

    @Test
    void booksTwoRangesSoThatOneIsAskedForWhileTheOtherComes() {
        assertThat(supply.book(Long.MAX_VALUE)).contains(new BlockRange(0, 512 * KIB));
        assertThat(supply.book(Long.MAX_VALUE)).contains(new BlockRange(512 * KIB, 512 * KIB));
        assertThat(supply.book(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void booksTwiceWhatHasComeBeforeTheRateIsKnown() {
        bookAll();
        deliver(0, 1024 * KIB);
        assertThat(bookAll()).isEqualTo(2048 * KIB);
        deliver(1024 * KIB, 2048 * KIB);
        assertThat(bookAll()).isEqualTo(6144 * KIB);
    }

    @Test
    void booksLittleAgainOfASlowServerWhenItsRateIsKnown() {
        bookAll();
        deliver(0, 1024 * KIB);
        for (int second = 0; second < 30; second++) {
            supply.tick(1);
        }
        assertThat(bookAll()).isEqualTo(1024 * KIB);
    }

    @Test
    void throwsAwayTheRestOfWhatItIsTakingWhenAllIsGivenBackMeanwhile() {
        bookAll();
        onBlock = supply::giveBack;
        ByteBuf bytes = Unpooled.wrappedBuffer(torrent.data(), 0, PIECE);
        supply.deliver(bytes);
        assertThat(bytes.refCnt()).isZero();
        assertThat(wasted).isEqualTo(PIECE - 16 * KIB);
        assertThat(supply.book(Long.MAX_VALUE)).isPresent();
    }

    @Test
    void beginsSmallAgainAfterItGaveBack() {
        bookAll();
        deliver(0, 1024 * KIB);
        supply.giveBack();
        assertThat(bookAll()).isEqualTo(1024 * KIB);
    }

    @Test
    void verifiesWhatComesInOrder() {
        bookAll();
        deliver(0, 100 * KIB);
        deliver(100 * KIB, 100 * KIB);
        runDisk();
        assertThat(verified).containsExactly(0, 1, 2);
        assertThat(wasted).isZero();
    }

    @Test
    void keepsNoMoreThanWasBookedOfASourceThatDoesNotStop() {
        limit.bytesPerSecond(1);
        supply.book(PIECE);
        List<ByteBuf> sent = new ArrayList<>();
        for (int chunk = 0; chunk < 100; chunk++) {
            ByteBuf bytes = Unpooled.buffer(PIECE).writeZero(PIECE);
            sent.add(bytes);
            supply.deliver(bytes);
        }
        assertThat(sent.stream().filter(bytes -> bytes.refCnt() > 0)).hasSize(1);
        assertThat(wasted).isEqualTo(99L * PIECE);
    }

    /** As a server can have them that sends a chunk for each byte; to look through them at each would take minutes. */
    @Test
    @Timeout(30)
    void keepsVeryManyBytesThatComeOneByOne() {
        int bytes = 262_144;
        limit.bytesPerSecond(1);
        supply.book(PIECE * 8);
        for (int at = 0; at < bytes; at++) {
            deliver(at, 1);
        }
        limit.bytesPerSecond(0);
        time.advance(Duration.ofSeconds(1));
        runDisk();
        assertThat(verified).containsExactly(0, 1, 2, 3);
        assertThat(wasted).isZero();
    }

    @Test
    void holdsWhileTheLimitIsUsedUpAndSaysWhenItIsNot() {
        limit.bytesPerSecond(PIECE);
        supply.book(2 * PIECE);
        assertThat(deliver(0, 2 * PIECE)).isFalse();
        assertThat(roomAgain).isFalse();
        time.advance(Duration.ofSeconds(3));
        assertThat(roomAgain).isTrue();
    }

    @Override
    public void onDownloaded(int bytes) {
        onBlock.run();
        onBlock = () -> {};
    }

    @Override
    public void onWasted(int bytes) {
        wasted += bytes;
    }

    @Override
    public void onClosed(SourceSupply closed) {}

    @Override
    public void onRoom() {
        roomAgain = true;
    }

    @Override
    public void onNotNeeded() {}

    @Override
    public void onPieceFailed(int piece, boolean isToBlame) {}

    @Override
    public void onPieceVerified(int piece) {
        verified.add(piece);
    }

    @Override
    public void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars) {}

    @Override
    public void onStorageFailed(IOException failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void verified(int piece) {}

    @Override
    public void unfinished(int piece, BitSet blocks) {}
}
