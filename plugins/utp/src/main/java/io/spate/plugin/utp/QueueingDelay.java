package io.spate.plugin.utp;

/**
 * How long our packets wait in queues on their way, in microseconds. If the clocks of both ends drift apart, the delays of
 * one direction seem to grow; those of the other then seem to shrink, by which it is known and repaired.
 */
final class QueueingDelay {
    private static final int HISTORY_MINUTES = 13;
    /** A base that falls by more than this at once, 10 ms, is no drift. */
    private static final int MOST_DRIFT = 10_000;
    /** Early versions of uTorrent send this for "none". */
    private static final int NO_SAMPLE = 0x7fff_ffff;

    private final DelayHistory ours = new DelayHistory(HISTORY_MINUTES);
    private final DelayHistory theirs = new DelayHistory(HISTORY_MINUTES);
    private final long[] recent = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
    private int next;

    /** A packet came: by our clock, less the sender's, it took so long. */
    void onReceived(int difference, long now) {
        boolean known = !theirs.isEmpty();
        int before = theirs.base();
        theirs.add(difference, now);
        int fell = before - theirs.base();
        if (known && fell > 0 && fell < MOST_DRIFT && !ours.isEmpty()) {
            ours.raiseBase(fell);
        }
    }

    /** The other end says how long our last packet took; 0 if it does not know. */
    void onReported(int difference, long now) {
        if (difference != 0 && difference != NO_SAMPLE) {
            recent[next] = ours.add(difference, now);
            next = (next + 1) % recent.length;
        }
    }

    /** The least of the last samples: one that was late says nothing of the queue. 0 before the first. */
    long micros() {
        long least = Math.min(recent[0], Math.min(recent[1], recent[2]));
        return least == Long.MAX_VALUE ? 0 : least;
    }
}
