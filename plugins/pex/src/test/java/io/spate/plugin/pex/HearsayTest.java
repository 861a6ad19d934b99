package io.spate.plugin.pex;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import io.spate.api.net.AddressScope;
import io.spate.api.peer.FoundPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HearsayTest {
    private static final PexSettings LIMITS = new PexSettings(Duration.ofMinutes(1), 100, 500);
    private static final PeerAddress OURS = peer("1.1.1.1:6881");

    private final Hearsay stranger = new Hearsay(AddressScope.GLOBAL, LIMITS, 0);
    private long now;

    @Test
    void takesEachPeerOnce() {
        assertThat(take(stranger, "1.2.3.4:6881", "1.2.3.4:6881", "[2001:db8::1]:6881"))
                .containsExactly("1.2.3.4:6881", "[2001:db8::1]:6881");
        assertThat(take(stranger, "1.2.3.4:6881", "1.2.3.5:6881")).containsExactly("1.2.3.5:6881");
    }

    @Test
    void takesNothingThatNobodyCanReachNorOurselves() {
        assertThat(take(
                        stranger,
                        "1.2.3.4:0",
                        "0.0.0.0:6881",
                        "224.0.0.1:6881",
                        "255.255.255.255:6881",
                        "[::]:6881",
                        "[ff02::1]:6881",
                        OURS.toString()))
                .isEmpty();
    }

    @Test
    void letsNoStrangerPointIntoOurNetwork() {
        assertThat(take(stranger, "127.0.0.1:80", "10.0.0.1:80", "192.168.1.1:80", "[::1]:80", "[fe80::1]:80"))
                .isEmpty();
    }

    @Test
    void hearsOfNeighboursFromANeighbour() {
        Hearsay neighbour = new Hearsay(AddressScope.SITE, LIMITS, 0);

        assertThat(take(neighbour, "127.0.0.1:80", "10.0.0.1:6881", "1.2.3.4:6881"))
                .containsExactly("10.0.0.1:6881", "1.2.3.4:6881");
    }

    @Test
    void takesOnePortOfAHostOutThereAndAnyOfOneAtHome() {
        Hearsay here = new Hearsay(AddressScope.HOST, LIMITS, 0);

        assertThat(take(here, "1.2.3.4:1", "1.2.3.4:2", "127.0.0.1:1", "127.0.0.1:2"))
                .containsExactly("1.2.3.4:1", "127.0.0.1:1", "127.0.0.1:2");
    }

    @Test
    void takesNoMoreOfAMessageThanTheLimit() {
        assertThat(take(stranger, hosts(0, 150))).hasSize(100);
    }

    @Test
    void takesNoMoreInAnHourThanTheLimit() {
        int taken = 0;
        for (int message = 0; message < 20; message++) {
            taken += take(stranger, hosts(message * 100, 100)).size();
        }
        assertThat(taken).isEqualTo(500);

        now = Duration.ofHours(1).toNanos();
        assertThat(take(stranger, hosts(0, 10))).hasSize(10);
    }

    @Test
    void callsSixMessagesWithinAMinuteAFlood() {
        for (int second = 0; second < 50; second += 10) {
            assertThat(stranger.isFlood(seconds(second))).isFalse();
        }
        assertThat(stranger.isFlood(seconds(59))).isTrue();
    }

    @Test
    void neverCallsOneMessageAMinuteAFlood() {
        for (int minute = 0; minute < 100; minute++) {
            assertThat(stranger.isFlood(seconds(60 * minute))).isFalse();
        }
    }

    private List<String> take(Hearsay hearsay, String... peers) {
        List<FoundPeer> added =
                List.of(peers).stream().map(peer -> FoundPeer.at(peer(peer))).toList();
        return hearsay.take(new PexMessage(added, List.of()), Set.of(OURS), now).stream()
                .map(found -> found.address().toString())
                .toList();
    }

    private static String[] hosts(int from, int count) {
        List<String> hosts = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            hosts.add("1.2." + i / 256 + "." + i % 256 + ":6881");
        }
        return hosts.toArray(String[]::new);
    }

    private static PeerAddress peer(String text) {
        return PeerAddress.parse(text).orElseThrow();
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
