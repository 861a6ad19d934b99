package io.spate.kernel.download;

import static io.spate.kernel.download.DownloadFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.kernel.download.DownloadFixture.Request;
import io.spate.kernel.download.DownloadFixture.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PieceDownloadsTest {
    @RegisterExtension
    final DownloadFixtures fixtures = new DownloadFixtures();

    private static final int MIB = 1024 * 1024;

    @Test
    void gathersVerifiesAndWritesPieces() {
        DownloadFixture f = fixtures.of(3, 4 * BLOCK, MIB).wantAll();
        Supplier seed = f.seed();

        assertThat(seed.ask(100)).isEqualTo(12);
        seed.deliverAll();
        f.runDisk();

        assertThat(f.verified).containsExactly(0, 1, 2);
        assertThat(f.recorded).containsExactly(0, 1, 2);
        assertThat(f.storage.isRight(1)).isTrue();
        assertThat(f.memory.used()).isZero();
        assertThat(f.downloads.wantedMissing()).isZero();
    }

    @Test
    void asksOthersForABlockThatBrokeOffInTheMiddle() {
        DownloadFixture f = fixtures.of(1, 4 * BLOCK, MIB).wantAll();
        Supplier gone = f.seed();
        gone.ask(100);
        gone.startOne();
        gone.leave();

        Supplier other = f.seed();

        assertThat(other.ask(100)).isEqualTo(4);
        other.deliverAll();
        f.runDisk();
        assertThat(f.verified).containsExactly(0);
        assertThat(f.memory.used()).isZero();
    }

    @Test
    void finishesABlockWhosePlaceWasTakenByAnother() {
        DownloadFixture f = fixtures.of(1, BLOCK, MIB).wantAll();
        Supplier slow = f.seed();
        Supplier fast = f.seed();
        slow.ask(1);
        Request slowOne = slow.startOne();
        fast.ask(1);

        assertThat(fast.deliver()).isTrue();
        assertThat(slow.finishOne(slowOne)).isFalse();
        f.runDisk();

        assertThat(f.verified).containsExactly(0);
        assertThat(f.memory.used()).isZero();
    }
}
