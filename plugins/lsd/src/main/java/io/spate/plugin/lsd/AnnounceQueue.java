package io.spate.plugin.lsd;

import io.spate.api.InfoHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which info-hashes are announced when: each at once, again after a minute, since datagrams get lost, and then at its interval.
 * In the long run not more than one datagram a minute is sent (BEP 14), a few at once where torrents come one by one; what does
 * not fit waits, the longest first.
 */
final class AnnounceQueue {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int BURST = 5;

    private final int perDatagram;
    private final long interval;
    private final Map<InfoHash, Due> torrents = new LinkedHashMap<>();
    /** In minutes of silence that are left to spend, times {@link #MINUTE}. */
    private long credit = BURST * MINUTE;

    private long lastNanos;

    /** @param perDatagram info-hashes that fit into one, 1 or more */
    AnnounceQueue(int perDatagram, Duration interval, long now) {
        this.perDatagram = perDatagram;
        this.interval = interval.toNanos();
        this.lastNanos = now;
    }

    void add(InfoHash hash, long now) {
        torrents.putIfAbsent(hash, new Due(now, MINUTE));
    }

    void remove(InfoHash hash) {
        torrents.remove(hash);
    }

    boolean isEmpty() {
        return torrents.isEmpty();
    }

    /** The info-hashes of the next datagram; none if it is too early. */
    List<InfoHash> take(long now) {
        credit = Math.min(BURST * MINUTE, credit + now - lastNanos);
        lastNanos = now;
        List<Map.Entry<InfoHash, Due>> due = new ArrayList<>(torrents.entrySet());
        due.removeIf(each -> each.getValue().nanos - now > 0);
        if (due.isEmpty() || credit < MINUTE) {
            return List.of();
        }
        credit -= MINUTE;
        due.sort(Comparator.comparingLong(each -> each.getValue().nanos - now));
        List<InfoHash> taken =
                due.stream().limit(perDatagram).map(Map.Entry::getKey).toList();
        taken.forEach(hash -> torrents.put(hash, new Due(now + torrents.get(hash).pause, interval)));
        return taken;
    }

    /** @param pause after this announce, until the next */
    private record Due(long nanos, long pause) {}
}
