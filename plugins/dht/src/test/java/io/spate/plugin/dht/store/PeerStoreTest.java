package io.spate.plugin.dht.store;

import static io.spate.plugin.dht.Addresses.at;
import static io.spate.plugin.dht.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerStoreTest {
    private static final long MINUTE = 60_000;
    private static final StoreLimits LIMITS =
            new StoreLimits(3, 4, 5, Duration.ofMinutes(45), Duration.ofHours(2), 2, Duration.ofHours(6));

    private final PeerStore store = new PeerStore(LIMITS, new Random(1), 0);
    private final NodeId torrent = NodeId.random(new Random(2));

    @Test
    void keepsOneEntryAnAddress() {
        store.announce(torrent, at("192.0.2.1:1000"), false, 0);
        store.announce(torrent, at("192.0.2.1:2000"), false, 0);

        assertThat(store.find(torrent, 10, false, 0)).containsExactly(at("192.0.2.1:2000"));
        assertThat(store.peers()).isEqualTo(1);
    }

    @Test
    void forgetsWhoIsNotAnnouncedAgain() {
        store.announce(torrent, at("192.0.2.1:1000"), false, 0);
        store.announce(torrent, at("192.0.2.2:1000"), false, 20 * MINUTE);
        store.announce(torrent, at("192.0.2.1:1000"), false, 30 * MINUTE);

        assertThat(store.find(torrent, 10, false, 66 * MINUTE)).containsExactly(at("192.0.2.1:1000"));
        store.expire(76 * MINUTE);
        assertThat(store.torrents()).isZero();
        assertThat(store.peers()).isZero();
    }

    @Test
    void hasNoRoomForNewOnesWhenItIsFullButForThoseThatAreIn() {
        for (int n = 1; n <= 4; n++) {
            assertThat(store.announce(torrent, at("192.0.2." + n + ":1000"), false, 0))
                    .isTrue();
        }
        assertThat(store.hasRoom(torrent, ip("192.0.2.9"))).isFalse();
        assertThat(store.announce(torrent, at("192.0.2.9:1000"), false, 0)).isFalse();
        assertThat(store.announce(torrent, at("192.0.2.4:1001"), false, 0)).isTrue();
    }

    @Test
    void keepsOnlySoManyTorrents() {
        for (int n = 0; n < 5; n++) {
            store.announce(NodeId.random(new Random(n)), at("192.0.2.1:1000"), false, 0);
        }
        assertThat(store.torrents()).isEqualTo(3);
    }

    @Test
    void picksPeersAtRandom() {
        for (int n = 1; n <= 4; n++) {
            store.announce(torrent, at("192.0.2." + n + ":1000"), n == 4, 0);
        }
        Set<InetSocketAddress> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<InetSocketAddress> found = store.find(torrent, 2, false, 0);
            assertThat(found).hasSize(2).doesNotHaveDuplicates();
            seen.addAll(found);
        }
        assertThat(seen).hasSize(4);
        assertThat(store.find(torrent, 9, true, 0)).hasSize(3).doesNotContain(at("192.0.2.4:1000"));
    }

    @Test
    void countsSeedsAndOthersApart() {
        assertThat(store.scrape(torrent, 0)).isEmpty();
        store.announce(torrent, at("192.0.2.1:1000"), true, 0);
        store.announce(torrent, at("192.0.2.2:1000"), false, 0);
        store.announce(torrent, at("192.0.2.3:1000"), false, 0);
        Reply.Scrape scrape = store.scrape(torrent, 0).orElseThrow();

        assertThat(count(scrape.seeds())).isEqualTo(1);
        assertThat(count(scrape.peers())).isEqualTo(2);
    }

    @Test
    void givesTheSameSampleForAWhile() {
        for (int n = 0; n < 3; n++) {
            store.announce(NodeId.random(new Random(n)), at("192.0.2.1:1000"), false, 0);
        }
        Reply.Samples first = store.sample(0);
        assertThat(first.hashes()).hasSize(2).doesNotHaveDuplicates();
        assertThat(first.total()).isEqualTo(3);
        assertThat(first.interval()).isEqualTo(Duration.ofHours(6));
        for (long at = 0; at < 6 * 60 * MINUTE; at += 30 * MINUTE) {
            assertThat(store.sample(at).hashes()).isEqualTo(first.hashes());
        }
        assertThat(store.sample(5 * 60 * MINUTE).interval()).isEqualTo(Duration.ofHours(1));
    }

    private static int count(byte[] filter) {
        BloomFilter read = new BloomFilter();
        read.add(filter);
        return read.count();
    }
}
