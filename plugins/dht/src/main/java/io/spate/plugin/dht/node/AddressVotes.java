package io.spate.plugin.dht.node;

import io.spate.plugin.dht.routing.AddressRules;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Our address as others see it. Each subnet has one vote, its last; an address is ours when most of the voters, and enough of them,
 * say so. Liars are outvoted as long as they are fewer than the honest.
 */
final class AddressVotes {
    private static final int VOTERS = 50;
    private static final int ENOUGH = 6;

    private final Map<Long, InetAddress> votes = new LinkedHashMap<>();
    private Optional<InetAddress> elected = Optional.empty();

    Optional<InetAddress> elected() {
        return elected;
    }

    /** @return whether another address is elected than before */
    boolean vote(InetAddress voter, InetAddress seen) {
        if (AddressRules.isLocal(seen) || seen.isAnyLocalAddress() || AddressRules.isLocal(voter)) {
            return false; // says nothing of where the internet finds us
        }
        long subnet = AddressRules.subnet(voter);
        votes.remove(subnet);
        votes.put(subnet, seen);
        if (votes.size() > VOTERS) {
            votes.remove(votes.keySet().iterator().next());
        }
        return elect();
    }

    private boolean elect() {
        if (votes.size() < ENOUGH) {
            return false;
        }
        Map<InetAddress, Integer> counts = new HashMap<>();
        votes.values().forEach(address -> counts.merge(address, 1, Integer::sum));
        Map.Entry<InetAddress, Integer> most =
                counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        boolean wins = most.getValue() >= ENOUGH
                && most.getValue() * 2 > votes.size()
                && !elected.equals(Optional.of(most.getKey()));
        if (wins) {
            elected = Optional.of(most.getKey());
        }
        return wins;
    }
}
