package io.spate.kernel.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.spate.api.alert.TorrentChecked;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starting, pausing and ending, whatever is under way, and whatever else was asked for meanwhile. */
class TorrentStatesTest {
    private final TorrentFixture f = new TorrentFixture();

    @Test
    void opensComparesAndPreparesBeforeItDownloads() {
        f.ref.start();
        f.time.runReady();
        FakeData data = f.data("a");
        data.doubtful.setAll();
        f.opened(data);
        assertThat(f.state()).isEqualTo(TorrentState.CHECKING);

        data.comparing.complete(new Bitfield(4));
        assertThat(f.state()).isEqualTo(TorrentState.CHECKING);
        data.preparing.complete();

        assertThat(f.state()).isEqualTo(TorrentState.DOWNLOADING);
        assertThat(f.calls).containsExactly("open", "a compare", "a prepare");
        assertThat(f.ref.whenChecked().succeeded()).isTrue();
    }

    @Test
    void pausedWhileItIsOpenedItClosesWhatWasOpenedBeforeItOpensAgain() {
        f.ref.start();
        f.ref.pause();
        f.ref.resume();
        f.time.runReady();
        assertThat(f.calls).containsExactly("open");

        FakeData first = f.opened(f.data("a"));
        assertThat(f.calls).containsExactly("open", "a close");
        first.closing.complete();
        f.time.runReady();
        assertThat(f.calls).containsExactly("open", "a close", "open");
        f.opened(f.data("b")).preparing.complete();

        assertThat(f.state()).isEqualTo(TorrentState.DOWNLOADING);
    }

    @Test
    void resumedWhileItStartsItGoesOnAsItWas() {
        f.ref.start();
        f.ref.resume();
        f.ref.resume();
        f.time.runReady();
        FakeData data = f.data("a");
        data.doubtful.set(1);
        f.opened(data);
        f.ref.resume();

        assertThat(f.state()).isEqualTo(TorrentState.CHECKING);
        assertThat(f.calls).containsExactly("open", "a compare");
    }

    @Test
    void pausedWhileItComparesItClosesTheDataOnlyAfterThat() {
        FakeData data = f.data("a");
        data.doubtful.set(0);
        f.ref.start();
        f.time.runReady();
        f.opened(data);

        Future<Void> paused = f.ref.pause();
        f.time.runReady();
        assertThat(f.calls).containsExactly("open", "a compare", "a stopComparing");
        assertThat(paused.isComplete()).isFalse();
        data.comparing.fail("cancelled");
        f.time.runReady();
        assertThat(data.isClosing).isTrue();
        data.closing.complete();

        assertThat(f.state()).isEqualTo(TorrentState.PAUSED);
        assertThat(paused.succeeded()).isTrue();
    }

    @Test
    void whatAnEarlierStartPreparedDoesNotBeginTheNext() {
        f.ref.start();
        f.time.runReady();
        FakeData first = f.opened(f.data("a"));
        f.ref.pause();
        f.ref.resume();
        f.time.runReady();

        first.preparing.complete();
        first.closing.complete();
        f.time.runReady();
        assertThat(f.state()).isEqualTo(TorrentState.STARTING);
        f.opened(f.data("b")).preparing.complete();

        assertThat(f.state()).isEqualTo(TorrentState.DOWNLOADING);
        assertThat(f.alerts.of(TorrentChecked.class)).hasSize(2);
        assertThat(f.calls).containsExactly("open", "a prepare", "a stopComparing", "a close", "open", "b prepare");
    }

    @Test
    void stoppedTwiceItEndsOnceAndBothWait() {
        f.ref.start();
        f.time.runReady();
        FakeData data = f.opened(f.data("a"));
        data.preparing.complete();
        f.time.runReady();

        Future<Void> first = f.ref.stop();
        Future<Void> second = f.ref.stop();
        f.time.runReady();
        assertThat(first.isComplete()).isFalse();
        assertThat(second.isComplete()).isFalse();
        data.closing.complete();
        f.time.runReady();

        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
        assertThat(f.ref.resume().cause())
                .as("at once: its loop may have ended")
                .hasMessageContaining("is stopped");
        f.time.runReady();
        assertThat(f.state()).isEqualTo(TorrentState.STOPPED);
        assertThat(f.time.pendingTimers()).isZero();
    }

    @Test
    void addedPausedItWaits() {
        TorrentFixture paused = new TorrentFixture(AddTorrent::thenPaused);
        paused.ref.start();

        assertThat(paused.state()).isEqualTo(TorrentState.PAUSED);
        assertThat(paused.calls).isEmpty();
        paused.ref.resume();
        assertThat(paused.state()).isEqualTo(TorrentState.STARTING);
    }

    @Test
    void remembersPeersThatTheUserNamesBeforeItIsReady() {
        PeerAddress peer = new PeerAddress(PeerAddress.IP, "10.0.0.1", 6881);
        f.ref.start();
        f.ref.connect(peer);
        f.time.runReady();
        f.opened(f.data("a")).preparing.complete();
        f.time.runReady();

        assertThat(f.dialled).containsExactly(FoundPeer.at(peer));
    }

    @Test
    void refusesPrioritiesForOtherFilesThanItHas() {
        assertThatThrownBy(() -> new TorrentFixture(added -> added.withFilePriorities(List.of(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file priorities: 2 (expected: one for each of 1 files)");
    }

    @Test
    void hasItRememberedWheneverTheUserWantsSomethingElseOfIt() {
        PeerAddress peer = new PeerAddress(PeerAddress.IP, "10.0.0.1", 6881);
        f.exchanging();
        f.ref.prioritiseFiles(List.of(7));
        f.ref.sequential(true);
        f.ref.connect(peer);
        f.ref.pause();
        f.time.runReady();

        assertThat(f.kept).hasSize(5);
        AddTorrent last = f.kept.get(4);
        assertThat(last.filePriorities()).containsExactly(7);
        assertThat(last.sequential()).isTrue();
        assertThat(last.peers()).containsExactly(peer);
        assertThat(last.paused()).isTrue();
        assertThat(f.kept.get(3).paused()).isFalse();

        f.ref.stop();
        f.time.runReady();
        assertThat(f.kept).as("a stop is not what the user wants of it").hasSize(5);
    }

    @Test
    void goesOnCountingWhereTheSessionsBeforeEnded() {
        f.exchanging();

        assertThat(f.ref.status().downloaded()).isEqualTo(1000);
        assertThat(f.ref.status().uploaded()).isEqualTo(300);
    }

    @Test
    void doesNothingAtAllWhileItSeedsAndNobodyComes() {
        FakeData data = f.data("a");
        data.vouched.setAll();
        f.ref.start();
        f.time.runReady();
        f.opened(data);
        assertThat(f.state()).isEqualTo(TorrentState.SEEDING);
        f.time.advance(Duration.ofMinutes(2));

        assertThat(f.time.pendingTimers()).isZero();
        f.ref.connect(new PeerAddress(PeerAddress.IP, "10.0.0.1", 6881));
        f.time.runReady();
        assertThat(f.dialled).hasSize(1);
        assertThat(f.time.pendingTimers()).isPositive();
    }
}
