package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.routing.AddressRules;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a node may enter the DHT: addresses of which nothing else is known, and routers, which are only asked the way. For one
 * thread.
 */
final class EntryPoints {
    /** More addresses are not kept. */
    private static final int MAX_ADDRESSES = 200;
    /** So many of them are asked at once. */
    private static final int ASKED = 16;

    private final Family family;
    private final Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    private final Set<InetSocketAddress> routers = new HashSet<>();

    EntryPoints(Family family) {
        this.family = family;
    }

    void add(Collection<InetSocketAddress> more) {
        more.stream()
                .filter(address -> isOurs(address) && AddressRules.isPossible(address))
                .limit(Math.max(0, MAX_ADDRESSES - addresses.size()))
                .forEach(addresses::add);
    }

    void addRouters(Collection<InetSocketAddress> more) {
        more.stream().filter(this::isOurs).forEach(routers::add);
    }

    boolean isRouter(InetSocketAddress address) {
        return routers.contains(address);
    }

    /** It answered, or it does not. */
    void remove(InetSocketAddress address) {
        addresses.remove(address);
    }

    /** Some of these, to be asked now; they are kept no more. */
    List<InetSocketAddress> take(Collection<InetSocketAddress> these) {
        return these.stream().filter(addresses::remove).limit(ASKED).toList();
    }

    /** Whom a search asks that knows few nodes. @param known that it asks anyhow */
    Set<InetSocketAddress> besides(List<NodeInfo> known) {
        Set<InetSocketAddress> asked = new LinkedHashSet<>();
        addresses.stream().limit(ASKED).forEach(asked::add);
        asked.addAll(routers);
        known.forEach(node -> asked.remove(node.address()));
        return asked;
    }

    private boolean isOurs(InetSocketAddress address) {
        return Family.of(address.getAddress()) == family;
    }
}
