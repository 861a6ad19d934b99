package io.spate.kernel.peer;

import io.spate.api.PeerAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses under which peers see us, at most one a family, by what they say ({@code yourip}, BEP 10). Peers lie: each
 * host has one vote, the newest voters count, and nothing is believed that only one of them says. Confined to the torrent's
 * loop.
 */
final class OwnAddresses {
    private static final int VOTERS = 64;
    private static final int LEAST_VOTES = 2;

    private final Map<String, InetAddress> ipv4 = new Votes();
    private final Map<String, InetAddress> ipv6 = new Votes();

    /** A peer says which address of ours it sees. @return the address of that family that most say, if enough do */
    Optional<InetAddress> vote(PeerAddress voter, InetAddress ours) {
        Map<String, InetAddress> votes = PeerAddress.isIpv6(ours) ? ipv6 : ipv4;
        votes.remove(voter.host());
        votes.put(voter.host(), ours);
        Map<InetAddress, Integer> counts = new HashMap<>();
        votes.values().forEach(address -> counts.merge(address, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(each -> each.getValue() >= LEAST_VOTES)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    private static final class Votes extends LinkedHashMap<String, InetAddress> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, InetAddress> eldest) {
            return size() > VOTERS;
        }
    }
}
