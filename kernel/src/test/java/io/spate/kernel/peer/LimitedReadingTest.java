package io.spate.kernel.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.kernel.peer.PeerFixture.Peer;
import io.spate.kernel.rate.RateLimit;
import io.spate.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedReadingTest {
    private static final int READ = 64 * 1024;
    private static final int PEERS = 50;
    private static final int RATE = 1024 * 1024;

    private final VirtualTime time = new VirtualTime();
    private final RateLimit limit = new RateLimit(RATE);
    private final List<FakeLink> links = new ArrayList<>();
    private final List<LimitedReading> readings = new ArrayList<>();
    private final long[] read = new long[PEERS];

    @Test
    void peersTakeTurnsAndTheLimitHolds() {
        for (int i = 0; i < PEERS; i++) {
            FakeLink link = new FakeLink(time.loop(), new PeerAddress(PeerAddress.IP, "10.0.0." + i, 1), false);
            link.reading(true);
            links.add(link);
            readings.add(new LimitedReading(link, time.loop(), limit));
        }
        int seconds = 60;
        for (int i = 0; i < seconds * 100; i++) {
            readAll();
            time.advance(Duration.ofMillis(10));
        }

        long total = 0;
        for (long each : read) {
            total += each;
            assertThat(each).isBetween((long) RATE * seconds / PEERS / 2, (long) RATE * seconds / PEERS * 2);
        }
        assertThat(total).isBetween((long) (RATE * seconds * 0.9), (long) (RATE * seconds * 1.15));
    }

    @Test
    void aPeerThatWeDoNotReadFromIsNeitherSilentNorSnubbed() {
        PeerFixture f = new PeerFixture(0);
        f.downloadLimit.bytesPerSecond(10);
        Peer peer = f.fastPeer().seedsAndUnchokes();
        peer.remote.says(f.block(0, 0));
        f.pass(10, peer);
        peer.remote.says(f.block(0, 16 * 1024)); // what it has is paid for; the next turn comes in half an hour
        assertThat(peer.link.isReading()).isFalse();

        f.pass(300, peer);

        assertThat(f.closed).isEmpty();
        assertThat(peer.connection.isSnubbed()).isFalse();
        f.downloadLimit.bytesPerSecond(0);
        f.pass(1, peer);
        assertThat(peer.link.isReading()).isTrue();
        f.pass(121, peer);
        assertThat(f.closed).extracting(CloseReason::text).containsExactly("silent for 120 s");
        f.close();
    }

    @Test
    void withoutALimitNothingIsPaused() {
        PeerFixture f = new PeerFixture(8);
        Peer peer = f.fastPeer();
        peer.remote.says(Signal.INTERESTED, Signal.NOT_INTERESTED);

        assertThat(peer.link.isReading()).isTrue();
        f.close();
    }

    /** Each link that is read has as much as one read brings. */
    private void readAll() {
        for (int i = 0; i < PEERS; i++) {
            if (links.get(i).isReading()) {
                read[i] += READ;
                readings.get(i).onRead(READ);
            }
        }
    }
}
