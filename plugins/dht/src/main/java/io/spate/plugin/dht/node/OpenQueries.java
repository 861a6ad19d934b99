package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.KrpcMessage;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Reply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What we asked and have no answer to. An answer counts if it comes from where we asked and knows the number, which is at random:
 * who cannot see our datagrams cannot answer in another's place. Bounded.
 *
 * <p>A query is slow when it takes longer than nearly all others did; it still may be answered, but nobody is held up by it.
 */
final class OpenQueries {
    private static final int MAX_OPEN = 4096;
    private static final int NUMBERS = 1 << 16;
    private static final double FIRST_RTT_MILLIS = 400;
    private static final long LEAST_SLOW_MILLIS = 250;
    private static final long MOST_SLOW_MILLIS = 2000;

    private final RandomGenerator random;
    private final long timeoutMillis;
    private final Map<Integer, OpenQuery> open = new LinkedHashMap<>(); // in the order in which they time out
    private double rttMillis = FIRST_RTT_MILLIS;
    private double deviationMillis = FIRST_RTT_MILLIS / 2;

    OpenQueries(RandomGenerator random, Duration timeout) {
        this.random = random;
        this.timeoutMillis = timeout.toMillis();
    }

    /** What becomes of a query. One of {@code onReply}, {@code onFailure} and {@code onTimeout} is called. */
    interface Asker {
        void onReply(Reply reply);

        default void onFailure(Failure failure) {
            onTimeout();
        }

        default void onSlow() {}

        void onTimeout();
    }

    /** An answer, and what it answers. */
    record Answered(OpenQuery query, int tookMillis) {}

    record OpenQuery(
            InetSocketAddress to, Optional<NodeInfo> node, Asker asker, long sentAt, long slowAt, boolean[] told) {}

    /**
     * @param node who is expected there, if we know
     * @return the number to put into the query; empty if too much is open
     */
    Optional<byte[]> open(InetSocketAddress to, Optional<NodeInfo> node, Asker asker, long now) {
        if (open.size() >= MAX_OPEN) {
            return Optional.empty();
        }
        int number = random.nextInt(NUMBERS);
        while (open.containsKey(number)) {
            number = (number + 1) % NUMBERS;
        }
        open.put(number, new OpenQuery(to, node, asker, now, now + slowMillis(), new boolean[1]));
        return Optional.of(new byte[] {(byte) (number >> 8), (byte) number});
    }

    /** The query that this answers, which is closed by it. */
    Optional<Answered> close(KrpcMessage answer, InetSocketAddress from, long now) {
        byte[] t = answer.transaction();
        if (t.length != 2) {
            return Optional.empty();
        }
        int number = (t[0] & 0xFF) << 8 | t[1] & 0xFF;
        OpenQuery query = open.get(number);
        if (query == null || !query.to.equals(from)) {
            return Optional.empty();
        }
        open.remove(number);
        int took = (int) (now - query.sentAt);
        measure(took);
        return Optional.of(new Answered(query, took));
    }

    /** Those that wait longer than nearly all others did, each once. */
    List<OpenQuery> takeSlow(long now) {
        List<OpenQuery> slow = new ArrayList<>();
        for (OpenQuery query : open.values()) {
            if (query.slowAt <= now && !query.told[0]) {
                query.told[0] = true;
                slow.add(query);
            }
        }
        return slow;
    }

    /** Those that are given up, out of the open ones. */
    List<OpenQuery> takeExpired(long now) {
        List<OpenQuery> expired = new ArrayList<>();
        open.values().removeIf(query -> {
            boolean isOver = query.sentAt + timeoutMillis <= now;
            if (isOver) {
                expired.add(query);
            }
            return isOver;
        });
        return expired;
    }

    /** All that are open, which they are no more. */
    List<OpenQuery> takeAll() {
        List<OpenQuery> all = List.copyOf(open.values());
        open.clear();
        return all;
    }

    /** When there is something to take. */
    long wakeAt() {
        long wakeAt = Long.MAX_VALUE;
        for (OpenQuery query : open.values()) {
            wakeAt = Math.min(wakeAt, query.told[0] ? query.sentAt + timeoutMillis : query.slowAt);
        }
        return wakeAt;
    }

    /** As TCP does (RFC 6298). */
    private void measure(int tookMillis) {
        deviationMillis += (Math.abs(tookMillis - rttMillis) - deviationMillis) / 4;
        rttMillis += (tookMillis - rttMillis) / 8;
    }

    private long slowMillis() {
        return Math.max(LEAST_SLOW_MILLIS, Math.min(MOST_SLOW_MILLIS, (long) (rttMillis + 4 * deviationMillis)));
    }
}
