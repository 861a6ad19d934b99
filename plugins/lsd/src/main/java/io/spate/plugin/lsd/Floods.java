package io.spate.plugin.lsd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what each host sends, so that one that floods is heard no more. Bounded: remembers the hosts that sent last. */
final class Floods {
    private static final int HOSTS = 1000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int perMinute;
    private final Map<InetAddress, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Count> eldest) {
            return size() > HOSTS;
        }
    };

    Floods(int perMinute) {
        this.perMinute = perMinute;
    }

    /** A datagram came. @return whether the host has sent enough for this minute */
    boolean isFlood(InetAddress host, long now) {
        Count count = counts.computeIfAbsent(host, any -> new Count(now));
        if (now - count.since >= MINUTE) {
            count.since = now;
            count.datagrams = 0;
        }
        return ++count.datagrams > perMinute;
    }

    private static final class Count {
        private long since;
        private int datagrams;

        private Count(long since) {
            this.since = since;
        }
    }
}
