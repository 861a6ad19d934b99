package io.spate.kernel.download;

import static io.spate.kernel.download.DownloadFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.kernel.download.DownloadFixture.Supplier;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pieces that fail their hash, and what that means for those who sent them. */
class TrustTest {
    @RegisterExtension
    final DownloadFixtures fixtures = new DownloadFixtures();

    private static final int MIB = 1024 * 1024;

    private final DownloadFixture f = fixtures.of(3, 2 * BLOCK, MIB).wantAll();

    @Test
    void bansWhoeverSentAllOfABadPiece() {
        Supplier liar = f.seed();
        liar.ask(2);
        liar.deliver();
        liar.deliverBad();
        f.runDisk();

        assertThat(f.failed).containsExactly(0);
        assertThat(f.banned).containsExactly(liar.supplier);
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void bansNobodyWhereTheFaultMayBeInWhatWasThereBefore() {
        BitSet there = new BitSet();
        there.set(0);
        f.downloads.restore(0, there); // of other bytes than the torrent's
        f.storage.damage(0, 0);
        Supplier honest = f.seed();
        honest.ask(1);
        honest.deliver();
        f.runDisk();

        assertThat(f.failed).containsExactly(0);
        assertThat(f.banned).isEmpty();
    }

    @Test
    void onParoleAPeerGetsPiecesOfItsOwn() {
        Supplier parolee = f.seed();
        Supplier other = f.seed();
        failPieceOf(parolee, other);
        parolee.ask(1);

        assertThat(other.ask(1)).isEqualTo(1);

        assertThat(other.requests.peek().piece())
                .isNotEqualTo(parolee.requests.peek().piece());
    }

    @Test
    void onParoleAPeerFinishesWhatOthersBeganOnceNothingElseIsLeft() {
        Supplier one = f.seed();
        Supplier two = f.seed();
        Supplier third = f.seed();
        one.ask(1);
        two.ask(1);
        third.ask(1); // half of piece 1
        third.deliver();
        third.leave();
        one.deliverBad();
        two.deliver();
        f.runDisk();
        assertThat(f.failed).containsExactly(0);
        one.leave();

        two.ask(10);
        two.deliverAll();
        f.runDisk();

        assertThat(f.verified).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void whatAPeerOnParoleStallsAtIsFreeForOthers() {
        Supplier parolee = f.seed();
        Supplier other = f.seed();
        failPieceOf(parolee, other);
        other.leave();
        assertThat(parolee.ask(5)).isEqualTo(5); // and one block is left, kept from others
        Supplier fresh = f.seed();
        assertThat(fresh.ask(10)).isZero();

        parolee.deliverAll();
        f.downloads.onStalled(parolee.supplier);

        assertThat(fresh.ask(10)).isEqualTo(1);
    }

    private void failPieceOf(Supplier one, Supplier two) {
        one.ask(1);
        two.ask(1);
        one.deliverBad();
        two.deliver();
        f.runDisk();
        assertThat(f.failed).containsExactly(0);
    }
}
