package io.spate.plugin.utp;

/**
 * How many bytes may be on their way at once: LEDBAT (RFC 6817), which fills a link and gives way to others, by steering the
 * time that packets wait in queues towards a target. Slow start until the queue is felt.
 *
 * <p>Two things that LEDBAT alone gets wrong, and how LEDBAT++ (draft-irtf-iccrg-ledbat-plus-plus) mends them: whoever comes
 * late takes the queue of the others for a part of the way, and drives them out; so whoever has waited in queues for long
 * pauses for two round trips, in which queues drain and the way shows its true length. And windows that all shrink by the
 * same number of bytes never become equal; so above the target they shrink by a part of themselves.
 */
final class CongestionWindow {
    private static final int FIRST_PACKETS = 4;
    private static final int PAUSE_PACKETS = 2;
    private static final int PAUSE_ROUND_TRIPS = 2;
    /** A pause and the way back take a tenth of the time. */
    private static final int PAUSE_SHARE = 9;

    private static final double IDLE_DECAY = 2.0 / 3;
    /** Of the window, for a wait of twice the target. */
    private static final double DECREASE = 0.5;

    private final double targetMicros;
    private final double gain;
    private final double lossMultiplier;
    private final double most;
    private double bytes;
    private double slowStartThreshold = Double.MAX_VALUE;
    private boolean slowStart = true;
    private boolean pausing;
    private long pauseStart;
    private long pauseEnd;
    /** Queues were short at this moment, or there was a pause. */
    private long lastClear;

    private long clearFor;

    /**
     * @param targetMicros how long packets may wait
     * @param gain bytes by which the window grows in one round trip without any wait
     * @param lossMultiplier what is left of the window after a loss, 0..1
     * @param packet bytes of one
     * @param most bytes that it never exceeds
     */
    CongestionWindow(long targetMicros, int gain, double lossMultiplier, int packet, long most) {
        this.targetMicros = targetMicros;
        this.gain = gain;
        this.lossMultiplier = lossMultiplier;
        this.most = most;
        this.bytes = (double) FIRST_PACKETS * packet;
    }

    long bytes() {
        return (long) bytes;
    }

    boolean isSlowStart() {
        return slowStart;
    }

    /**
     * @param acked bytes that were acknowledged, 1 or more
     * @param inFlight bytes on their way before that
     * @param delay microseconds that packets wait in queues
     * @param roundTrip microseconds
     * @param used whether the window was full: one that is not needs not grow
     */
    void onAck(long acked, long inFlight, long delay, long roundTrip, boolean used, int packet, long now) {
        if (pausing && now < pauseEnd) {
            return;
        }
        if (slowStart) {
            onAckInSlowStart(acked, delay, used, now);
        } else {
            double share = (double) acked / Math.max(inFlight, acked);
            double change = share * changeOfRoundTrip(delay);
            bytes += used || change < 0 ? change : 0;
            considerPause(delay, roundTrip, packet, now);
        }
        bytes = Math.min(most, Math.max(packet, bytes));
    }

    private void onAckInSlowStart(long acked, long delay, boolean used, long now) {
        if (delay >= targetMicros || bytes >= slowStartThreshold) {
            slowStart = false;
            slowStartThreshold = bytes / 2;
            if (pausing) {
                pausing = false;
                clearFor = PAUSE_SHARE * (now - pauseStart);
            }
            lastClear = now;
        } else {
            bytes += used ? acked : 0;
        }
    }

    private double changeOfRoundTrip(long delay) {
        double offTarget = (targetMicros - delay) / targetMicros;
        return offTarget >= 0 ? gain * offTarget : Math.max(-bytes / 2, offTarget * Math.max(gain, DECREASE * bytes));
    }

    /** Who keeps a queue standing cannot see the way behind it. */
    private void considerPause(long delay, long roundTrip, int packet, long now) {
        if (delay < targetMicros / 4) {
            lastClear = now;
        } else if (now - lastClear > Math.max(clearFor, 2 * PAUSE_SHARE * roundTrip)) {
            slowStartThreshold = bytes;
            bytes = (double) PAUSE_PACKETS * packet;
            slowStart = true;
            pausing = true;
            pauseStart = now;
            pauseEnd = now + PAUSE_ROUND_TRIPS * roundTrip;
            lastClear = now;
        }
    }

    /** Packets were lost; called once for all that were under way together. */
    void onLoss(int packet) {
        bytes = Math.max(packet, bytes * lossMultiplier);
        slowStartThreshold = bytes;
        slowStart = false;
        pausing = false;
    }

    /** Nothing came back for long: what was known of the way is void. */
    void onTimeout(int packet) {
        slowStartThreshold = Math.max(2.0 * packet, bytes / 2);
        bytes = packet;
        slowStart = true;
        pausing = false;
    }

    /** Nothing was sent for as long. */
    void onIdle(int packet) {
        bytes = Math.max((double) FIRST_PACKETS * packet, bytes * IDLE_DECAY);
    }
}
