package io.spate.kernel.download;

import static io.spate.kernel.download.DownloadFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.kernel.download.DownloadFixture.Supplier;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of pieces that are not finished: at the end, and when they are not wanted any more. */
class UnfinishedPiecesTest {
    @RegisterExtension
    final DownloadFixtures fixtures = new DownloadFixtures();

    private static final int MIB = 1024 * 1024;
    private static final int RUN_BLOCKS = PartialPiece.RUN_LENGTH / BLOCK;

    @Test
    void writesAndRecordsThemAtTheEnd() {
        DownloadFixture f = fixtures.of(1, 4 * BLOCK, MIB).wantAll();
        Supplier seed = f.seed();
        seed.ask(2);
        seed.deliverAll();

        Future<Void> closed = f.downloads.close();
        assertThat(closed.isComplete()).isFalse();
        f.runDisk();

        assertThat(closed.succeeded()).isTrue();
        assertThat(f.unfinished).containsOnly(entry(0, 2));
        assertThat(f.storage.isWritten(0, BLOCK)).isTrue();
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void recordsALongPieceOfWhichAPartIsBeingHashedAtTheEnd() {
        DownloadFixture f =
                fixtures.of(1, 2 * PartialPiece.RUN_LENGTH, 64 * MIB).wantAll();
        Supplier seed = f.seed();
        seed.ask(RUN_BLOCKS + 3);
        seed.deliverAll();
        assertThat(f.disk).hasSize(1); // the first run

        Future<Void> closed = f.downloads.close();
        f.runDisk();

        assertThat(closed.succeeded()).isTrue();
        assertThat(f.unfinished).containsOnly(entry(0, RUN_BLOCKS + 3));
        assertThat(f.storage.isWritten(0, 0)).isTrue();
        assertThat(f.storage.isWritten(0, (RUN_BLOCKS + 2) * BLOCK)).isTrue();
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void recordsBlocksOnlyAfterTheyWereWritten() {
        DownloadFixture f = fixtures.of(1, 4 * BLOCK, MIB).wantAll();
        BitSet there = new BitSet();
        there.set(0);
        f.storage.fill(0, 0);
        f.downloads.restore(0, there); // so that blocks go to storage one by one
        Supplier seed = f.seed();
        seed.ask(1);
        seed.deliverAll();
        assertThat(f.disk).hasSize(1);
        Runnable write = f.disk.poll();

        f.downloads.close();
        f.runDisk();
        assertThat(f.unfinished).isEmpty();

        write.run();
        f.runDisk();
        assertThat(f.unfinished).containsOnly(entry(0, 2));
    }

    @Test
    void doesNotRecordWhatAFailedDiskMayHaveLost() {
        DownloadFixture f = fixtures.of(1, 4 * BLOCK, MIB).wantAll();
        BitSet there = new BitSet();
        there.set(0);
        f.storage.fill(0, 0);
        f.downloads.restore(0, there);
        Supplier seed = f.seed();
        seed.ask(1);
        seed.deliverAll();
        f.storage.broken = true;
        f.runDisk();
        assertThat(f.storageFailures).hasSize(1);
        f.storage.broken = false;

        Future<Void> closed = f.downloads.close();
        f.runDisk();

        assertThat(closed.succeeded()).isTrue();
        assertThat(f.unfinished).isEmpty();
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void goesOnWithWhatAnEarlierSessionLeft() {
        DownloadFixture f = fixtures.of(1, 4 * BLOCK, MIB).wantAll();
        BitSet there = new BitSet();
        there.set(1, 3);
        f.storage.fill(0, 1);
        f.storage.fill(0, 2);
        f.downloads.restore(0, there);
        Supplier seed = f.seed();

        assertThat(seed.ask(10)).isEqualTo(2);
        seed.deliverAll();
        f.runDisk();

        assertThat(f.verified).containsExactly(0);
        assertThat(f.storage.isRight(0)).isTrue();
    }

    @Test
    void dropsAPieceThatIsNotWantedAnyMoreOnceTheDiskIsDoneWithIt() {
        DownloadFixture f =
                fixtures.of(1, 2 * PartialPiece.RUN_LENGTH, 64 * MIB).wantAll();
        Supplier seed = f.seed();
        seed.ask(RUN_BLOCKS + 1);
        seed.deliverAll();

        f.downloads.unwant(0);
        assertThat(seed.ask(10)).isZero();
        f.runDisk();

        assertThat(f.memory.used()).isZero();
        f.downloads.want(0);
        assertThat(seed.ask(3 * RUN_BLOCKS)).isEqualTo(2 * RUN_BLOCKS);
    }

    @Test
    void goesOnWithAPieceThatIsWantedAgainBeforeItIsDropped() {
        DownloadFixture f =
                fixtures.of(1, 2 * PartialPiece.RUN_LENGTH, 64 * MIB).wantAll();
        Supplier seed = f.seed();
        seed.ask(RUN_BLOCKS);
        seed.deliverAll();
        f.downloads.unwant(0);
        f.downloads.want(0);
        seed.ask(2 * RUN_BLOCKS);
        seed.deliverAll();
        f.runDisk();

        assertThat(f.verified).containsExactly(0);
        assertThat(f.downloads.wantedMissing()).isZero();
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void givesUpMemoryThatWaitsForSlowPeersWhenAnyoneElseNeedsIt() {
        DownloadFixture f = fixtures.of(1, 4 * BLOCK, 64 * 1024).wantAll();
        Supplier slow = f.seed();
        slow.ask(3);
        slow.deliver();
        f.memory.whenRoom(BLOCK, () -> f.rooms++); // of another torrent
        f.downloads.tick();
        assertThat(f.disk).isEmpty();

        f.time.advance(Duration.ofSeconds(4));
        f.downloads.tick();
        f.runDisk();

        assertThat(f.rooms).isEqualTo(1);
        assertThat(f.memory.used()).isZero();
        slow.ask(10);
        slow.deliverAll();
        f.runDisk();
        assertThat(f.verified).containsExactly(0);
    }

    private static Map.Entry<Integer, BitSet> entry(int piece, int blocks) {
        BitSet set = new BitSet();
        set.set(0, blocks);
        return Map.entry(piece, set);
    }
}
