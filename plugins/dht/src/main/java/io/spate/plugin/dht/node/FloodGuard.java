package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.routing.AddressRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the queries of each source, and has those not listened to that send far too many. A source is an IPv4 address or a /64 of
 * IPv6; on loopback, where a whole network may be under test, an address and a port. Only so many are watched, those heard of
 * last: a flood from all addresses at once is met by the limits on bytes.
 */
final class FloodGuard {
    private static final int WATCHED = 256;
    private static final long WINDOW_MILLIS = 10_000;

    private final int perWindow;
    private final long blockMillis;
    private final Map<Object, Source> sources = new LinkedHashMap<>(16, 0.75f, true);

    FloodGuard(int perSecond, Duration block) {
        this.perWindow = (int) (perSecond * WINDOW_MILLIS / 1000);
        this.blockMillis = block.toMillis();
    }

    /** What becomes of a query. */
    enum Verdict {
        ADMITTED,
        /** It is the one too many. */
        BLOCKED_NOW,
        BLOCKED
    }

    Verdict check(InetSocketAddress from, long now) {
        Source source = sources.computeIfAbsent(key(from), key -> new Source(now));
        if (sources.size() > WATCHED) {
            sources.remove(sources.keySet().iterator().next());
        }
        if (now < source.blockedUntil) {
            return Verdict.BLOCKED;
        }
        if (now - source.windowStart >= WINDOW_MILLIS) {
            source.windowStart = now;
            source.count = 0;
        }
        if (++source.count <= perWindow) {
            return Verdict.ADMITTED;
        }
        source.blockedUntil = now + blockMillis;
        return Verdict.BLOCKED_NOW;
    }

    private static Object key(InetSocketAddress from) {
        InetAddress address = from.getAddress();
        if (address.isLoopbackAddress()) {
            return from;
        }
        return Family.of(address) == Family.IPV4 ? address : (Object) AddressRules.subnet(address);
    }

    private static final class Source {
        private long windowStart;
        private int count;
        private long blockedUntil = Long.MIN_VALUE;

        private Source(long now) {
            this.windowStart = now;
        }
    }
}
