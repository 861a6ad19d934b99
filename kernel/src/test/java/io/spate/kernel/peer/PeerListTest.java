package io.spate.kernel.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerTrait;
import io.spate.kernel.settings.PeerSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeerListTest {
    private static final long SOON = TimeUnit.MINUTES.toNanos(5);

    private final PeerList list = new PeerList(new PeerSettings(
            Duration.ofSeconds(3),
            500,
            2000,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            100,
            Duration.ofSeconds(60),
            3,
            true));

    @Test
    void gathersWhatSourcesHearAndConnectionsShow() {
        PeerAddress peer = peer("10.0.0.1");
        list.add(new FoundPeer(peer, Set.of(PeerTrait.UTP)), "tracker", 0);
        list.add(new FoundPeer(peer, Set.of(PeerTrait.PREFERS_ENCRYPTION)), "pex", 0);
        list.add(FoundPeer.at(peer), "dht", 0);
        list.onSeen(peer, Set.of(PeerTrait.REACHABLE));

        PeerList.Candidate next = list.next(0).orElseThrow();

        assertThat(next.peer().traits())
                .containsExactlyInAnyOrder(PeerTrait.UTP, PeerTrait.PREFERS_ENCRYPTION, PeerTrait.REACHABLE);
        assertThat(next.source()).isEqualTo("tracker");
    }

    @Test
    void triesThoseKnownLongestFirstAsLongAsOurAddressIsUnknown() {
        add("142.147.89.224", "98.76.54.32");

        assertThat(order()).containsExactly("142.147.89.224", "98.76.54.32");
    }

    @Test
    void triesThoseOfHighestPriorityFirstOnceTwoPeersAgreeHowTheySeeUs() throws Exception {
        InetAddress ours = InetAddress.getByName("123.213.32.10");
        // By BEP 40: 99568189 and ec2d7224.
        add("123.213.32.234", "98.76.54.32");
        list.onSeenAs(peer("10.0.0.1"), ours, 6881);
        assertThat(order()).containsExactly("123.213.32.234", "98.76.54.32");

        list.onSeenAs(peer("10.0.0.2"), ours, 6881);
        assertThat(order()).containsExactly("98.76.54.32", "123.213.32.234");
    }

    @Test
    void believesNoHostThatVotesTwice() throws Exception {
        InetAddress ours = InetAddress.getByName("123.213.32.10");
        add("123.213.32.234", "98.76.54.32");
        list.onSeenAs(peer("10.0.0.1"), ours, 6881);
        list.onSeenAs(peer("10.0.0.1"), ours, 6881);

        assertThat(order()).containsExactly("123.213.32.234", "98.76.54.32");
    }

    @Test
    void ranksWhatIsFoundLater() throws Exception {
        InetAddress ours = InetAddress.getByName("123.213.32.10");
        list.onSeenAs(peer("10.0.0.1"), ours, 6881);
        list.onSeenAs(peer("10.0.0.2"), ours, 6881);
        add("123.213.32.234", "98.76.54.32", "2001:db8::1");

        assertThat(order()).containsExactly("98.76.54.32", "123.213.32.234", "2001:db8::1");
    }

    @Test
    void asksThoseFirstThatNeverFailed() throws Exception {
        InetAddress ours = InetAddress.getByName("123.213.32.10");
        list.onSeenAs(peer("10.0.0.1"), ours, 6881);
        list.onSeenAs(peer("10.0.0.2"), ours, 6881);
        add("98.76.54.32", "123.213.32.234");
        list.onEnded(peer("98.76.54.32"), true, 0);

        assertThat(order()).containsExactly("123.213.32.234", "98.76.54.32");
    }

    @Test
    void doesNotDialAPeerThatDialledUsUntilItIsGone() {
        list.onListening(peer("10.0.0.1"), 0);
        assertThat(list.next(SOON)).isEmpty();

        list.onEnded(peer("10.0.0.1"), false, 0);
        assertThat(list.next(SOON)).isPresent();
    }

    private void add(String... hosts) {
        for (String host : hosts) {
            list.add(FoundPeer.at(peer(host)), "tracker", 0);
        }
    }

    /** In which order all would be dialled; they are as before afterwards. */
    private List<String> order() {
        List<PeerAddress> order = new ArrayList<>();
        for (var next = list.next(SOON); next.isPresent(); next = list.next(SOON)) {
            order.add(next.get().peer().address());
            list.onBusy(next.get().peer().address());
        }
        order.forEach(peer -> list.onEnded(peer, false, 0));
        return order.stream().map(PeerAddress::host).toList();
    }

    private static PeerAddress peer(String host) {
        return new PeerAddress(PeerAddress.IP, host, 6881);
    }
}
