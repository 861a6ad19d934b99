package io.spate.plugin.dht.store;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The peers that were announced to us, one an address and torrent (BEP 33). When it is full, nobody new gets a token, so that they
 * go to other nodes; who is in may refresh.
 */
public final class PeerStore {
    private final StoreLimits limits;
    private final RandomGenerator random;
    private final Map<NodeId, Map<InetAddress, StoredPeer>> torrents = new LinkedHashMap<>();
    private List<NodeId> sample = List.of();
    private long sampledAt;
    private int peers;

    public PeerStore(StoreLimits limits, RandomGenerator random, long now) {
        this.limits = limits;
        this.random = random;
        this.sampledAt = now - limits.sampleInterval().toMillis();
    }

    public int torrents() {
        return torrents.size();
    }

    public int peers() {
        return peers;
    }

    /** Whether an announce from there would be kept. */
    public boolean hasRoom(NodeId infoHash, InetAddress peer) {
        Map<InetAddress, StoredPeer> known = torrents.get(infoHash);
        return known == null
                ? torrents.size() < limits.torrents()
                : known.size() < limits.peers() || known.containsKey(peer);
    }

    /** @return whether it is kept */
    public boolean announce(NodeId infoHash, InetSocketAddress peer, boolean seed, long now) {
        if (!hasRoom(infoHash, peer.getAddress())) {
            return false;
        }
        StoredPeer stored =
                new StoredPeer(peer.getPort(), seed, now + limits.peerLifetime().toMillis());
        Map<InetAddress, StoredPeer> known = torrents.computeIfAbsent(infoHash, hash -> new LinkedHashMap<>());
        if (known.remove(peer.getAddress()) == null) {
            peers++;
        }
        known.put(peer.getAddress(), stored); // at the end: in the order in which they expire
        return true;
    }

    /** Some peers of the torrent, at random. */
    public List<InetSocketAddress> find(NodeId infoHash, int atMost, boolean noSeed, long now) {
        List<InetSocketAddress> found = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<InetAddress, StoredPeer> each : live(infoHash, now).entrySet()) {
            if (noSeed && each.getValue().seed) {
                continue;
            }
            InetSocketAddress peer = new InetSocketAddress(each.getKey(), each.getValue().port);
            seen++;
            if (found.size() < atMost) {
                found.add(peer);
            } else if (random.nextInt(seen) < atMost) {
                found.set(random.nextInt(atMost), peer); // so that each has the same chance
            }
        }
        return found;
    }

    /** Empty if nobody announced the torrent. */
    public Optional<Reply.Scrape> scrape(NodeId infoHash, long now) {
        Map<InetAddress, StoredPeer> known = live(infoHash, now);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        BloomFilter seeds = new BloomFilter();
        BloomFilter leechers = new BloomFilter();
        known.forEach((address, peer) -> (peer.seed ? seeds : leechers).add(address));
        return Optional.of(new Reply.Scrape(seeds.toBytes(), leechers.toBytes()));
    }

    /** Info-hashes at random; the same for a while, so that asking again brings nothing new (BEP 51). */
    public Reply.Samples sample(long now) {
        long interval = limits.sampleInterval().toMillis();
        if (now - sampledAt >= interval || sample.size() < Math.min(limits.samples(), torrents.size())) {
            sample = chooseSample();
            sampledAt = now;
        }
        Duration left = Duration.ofMillis(interval - (now - sampledAt));
        return new Reply.Samples(sample, torrents.size(), left);
    }

    private List<NodeId> chooseSample() {
        List<NodeId> all = new ArrayList<>(torrents.keySet());
        int count = Math.min(limits.samples(), all.size());
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(all.size() - i);
            NodeId taken = all.set(other, all.get(i));
            all.set(i, taken);
        }
        return List.copyOf(all.subList(0, count));
    }

    /** Forgets who has not been announced for long. */
    public void expire(long now) {
        for (Iterator<Map<InetAddress, StoredPeer>> each = torrents.values().iterator(); each.hasNext(); ) {
            Map<InetAddress, StoredPeer> known = each.next();
            expire(known, now);
            if (known.isEmpty()) {
                each.remove();
            }
        }
    }

    private Map<InetAddress, StoredPeer> live(NodeId infoHash, long now) {
        Map<InetAddress, StoredPeer> known = torrents.getOrDefault(infoHash, Map.of());
        expire(known, now);
        return known;
    }

    private void expire(Map<InetAddress, StoredPeer> known, long now) {
        Iterator<StoredPeer> oldest = known.values().iterator();
        while (oldest.hasNext() && oldest.next().expiresAt <= now) {
            oldest.remove();
            peers--;
        }
    }

    private record StoredPeer(int port, boolean seed, long expiresAt) {}
}
