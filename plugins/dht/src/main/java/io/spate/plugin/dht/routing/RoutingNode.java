package io.spate.plugin.dht.routing;

import io.spate.plugin.dht.krpc.NodeInfo;

/** A node of the routing table. Confined to its table. */
public final class RoutingNode {
    /** A node that was not heard of for so long is questionable (BEP 5). */
    static final long FRESH_MILLIS = 15 * 60 * 1000;

    private static final long NEVER = Long.MIN_VALUE;

    private final NodeInfo info;
    private final boolean isBound;
    private long lastAnswer = NEVER;
    private long lastHeard = NEVER;
    private long lastAsked = NEVER;
    private int rttMillis = Integer.MAX_VALUE;
    private int failures;

    RoutingNode(NodeInfo info) {
        this.info = info;
        this.isBound = BoundIds.fits(info.id(), info.address().getAddress());
    }

    public NodeInfo info() {
        return info;
    }

    /** Whether its id is the one that its address may have (BEP 42). */
    boolean isBound() {
        return isBound;
    }

    boolean hasAnswered() {
        return lastAnswer != NEVER;
    }

    /** Good is who answered lately, or answered once and was heard of lately (BEP 5). */
    public boolean isGood(long now) {
        return hasAnswered() && failures == 0 && now - lastHeard < FRESH_MILLIS;
    }

    int failures() {
        return failures;
    }

    int rttMillis() {
        return rttMillis;
    }

    void onAnswer(int tookMillis, long now) {
        // Smoothed, so that one late datagram does not cost it its place.
        rttMillis = hasAnswered() ? (rttMillis * 2 + tookMillis) / 3 : tookMillis;
        lastAnswer = now;
        lastHeard = now;
        failures = 0;
    }

    void onHeard(long now) {
        lastHeard = now;
    }

    void onAsked(long now) {
        lastAsked = now;
    }

    void onFailure() {
        failures++;
    }

    /** When there was last reason to think that it is there, or to find out: the smaller, the sooner it is to be asked. */
    long lastChecked() {
        return Math.max(lastAnswer, lastAsked);
    }
}
