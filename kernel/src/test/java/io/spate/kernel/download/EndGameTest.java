package io.spate.kernel.download;

import static io.spate.kernel.download.DownloadFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.kernel.download.DownloadFixture.Request;
import io.spate.kernel.download.DownloadFixture.Supplier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndGameTest {
    @RegisterExtension
    final DownloadFixtures fixtures = new DownloadFixtures();

    private static final int MIB = 1024 * 1024;

    private final DownloadFixture f = fixtures.of(2, 4 * BLOCK, MIB).wantAll();

    @Test
    void asksWhoHasNothingToDoForOneBlockThatOthersWereAskedFor() {
        Supplier slow = f.seed();
        slow.ask(8);
        Supplier fast = f.seed();

        assertThat(fast.ask(10)).isEqualTo(1);
        assertThat(fast.ask(10)).isZero();
    }

    @Test
    void cancelsTheOtherRequestsOnceABlockIsHere() {
        Supplier slow = f.seed();
        slow.ask(8);
        Supplier fast = f.seed();
        fast.ask(1);
        Request doubled = fast.requests.peek();

        fast.deliver();

        assertThat(slow.cancelled).containsExactly(doubled);
        assertThat(slow.requests).hasSize(7);
    }

    @Test
    void finishesWhenThoseAreSlowWhoWereAskedFirst() {
        Supplier slow = f.seed();
        slow.ask(8);
        slow.startOne();
        Supplier fast = f.seed();
        while (fast.ask(10) > 0) {
            fast.deliverAll();
        }
        f.runDisk();

        assertThat(f.verified).containsExactlyInAnyOrder(0, 1);
        assertThat(slow.requests).isEmpty();
        slow.leave();
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void asksNobodyForABlockThatItIsReceiving() {
        Supplier only = f.seed();
        only.ask(8);
        while (only.requests.size() > 1) {
            only.deliver();
        }
        only.startOne();

        assertThat(only.ask(10)).isZero();
    }

    @Test
    void peersThatNeverFinishABlockCannotKeepItFromOthers() {
        List<Supplier> drippers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            drippers.add(f.seed());
        }
        drippers.get(0).ask(8);
        for (Supplier dripper : drippers) {
            dripper.ask(1);
            dripper.startOne();
            f.downloads.onLateBlock(dripper.supplier);
            dripper.giveBackAll();
        }
        Supplier honest = f.seed();
        while (honest.ask(10) > 0) {
            honest.deliverAll();
        }
        f.runDisk();

        assertThat(f.verified).containsExactlyInAnyOrder(0, 1);
        drippers.forEach(Supplier::leave);
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void takesALateBlockIfItComesFirst() {
        Supplier slow = f.seed();
        slow.ask(8);
        Request late = slow.startOne();
        f.downloads.onLateBlock(slow.supplier);
        Supplier other = f.seed();
        assertThat(other.ask(10)).isEqualTo(1);

        assertThat(slow.finishOne(late)).isTrue();

        assertThat(other.cancelled).containsExactly(late);
        slow.deliverAll();
        f.runDisk();
        assertThat(f.verified).containsExactly(0, 1);
    }

    @Test
    void takesBackRequestsForAPieceThatIsNotWantedAnyMore() {
        Supplier seed = f.seed();
        seed.ask(6);

        f.downloads.unwant(0);

        assertThat(seed.cancelled).hasSize(4).allMatch(each -> each.piece() == 0);
        assertThat(seed.requests).hasSize(2).allMatch(each -> each.piece() == 1);
    }

    @Test
    void finishesWhatWasLeftBeforeItBeginsManyMore() {
        DownloadFixture many = fixtures.of(200, 2 * BLOCK, 16 * MIB).wantAll();
        Supplier fast = many.seed();
        fast.supplier.wholePieces(true);
        for (int i = 0; i < 100; i++) {
            Supplier leaver = many.seed();
            leaver.supplier.wholePieces(true);
            leaver.ask(1);
            leaver.deliver();
            leaver.leave();
            many.runDisk();
        }

        assertThat(many.memory.used()).isLessThan(20L * 2 * BLOCK);
    }
}
