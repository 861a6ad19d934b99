package io.spate.plugin.dht;

import io.spate.api.HostAndPort;
import io.spate.api.net.Network;
import io.spate.api.plugin.PluginContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the addresses by which the DHT is entered: nodes of the settings and of torrents at once, routers only while nobody else is
 * known. On the plugin's loop.
 */
final class Entrances {
    /** Hosts that were told, such as those of torrents, and are tried again while nobody is known. */
    private static final int MAX_TOLD = 100;

    private static final long ROUTERS_AFTER_MILLIS = 3_000;
    private static final long FIRST_RETRY_MILLIS = 10_000;
    private static final long LAST_RETRY_MILLIS = 5 * 60_000;

    private final Network network;
    private final PluginContext context;
    private final DhtSettings settings;
    private final Listener listener;
    private final Set<HostAndPort> told = new LinkedHashSet<>();
    private long retryMillis = FIRST_RETRY_MILLIS;
    private long nextTry = Long.MIN_VALUE;

    Entrances(PluginContext context, DhtSettings settings, Listener listener) {
        this.context = context;
        this.network = context.network();
        this.settings = settings;
        this.listener = listener;
    }

    /** Gets addresses, on the plugin's loop. */
    interface Listener {
        void onFound(Collection<InetSocketAddress> addresses, boolean routers);
    }

    /** There are new nodes of ours, which know nobody. */
    void enter() {
        resolve(settings.bootstrap(), false);
        resolve(told, false);
        nextTry = Long.MIN_VALUE;
        retryMillis = FIRST_RETRY_MILLIS;
    }

    /** Called every second. */
    void tick(Collection<LocalNode> nodes, long now) {
        boolean lonely = nodes.stream().anyMatch(each -> each.node().goodNodes().isEmpty());
        if (!lonely) {
            nextTry = Long.MIN_VALUE;
            retryMillis = FIRST_RETRY_MILLIS;
            return;
        }
        if (nextTry == Long.MIN_VALUE) {
            nextTry = now + ROUTERS_AFTER_MILLIS; // first those that we know ourselves get a chance
        } else if (now >= nextTry) {
            nextTry = now + retryMillis;
            retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
            resolve(settings.bootstrap(), false);
            resolve(told, false);
            if (nodes.stream().anyMatch(each -> !each.isLoopback())) {
                resolve(settings.routers(), true);
            }
        }
    }

    /** There may be nodes at these hosts. A torrent could name any number of them: only so many are looked up. */
    void add(Collection<HostAndPort> hosts) {
        List<HostAndPort> some = hosts.stream().distinct().limit(MAX_TOLD).toList();
        some.stream().limit(MAX_TOLD - told.size()).forEach(told::add);
        resolve(some, false);
    }

    private void resolve(Collection<HostAndPort> hosts, boolean routers) {
        for (HostAndPort host : hosts) {
            network.resolve(host.host()).onSuccess(found -> context.timers()
                    .loop()
                    .execute(() -> listener.onFound(withPort(found, host.port()), routers)));
        }
    }

    private static List<InetSocketAddress> withPort(List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
