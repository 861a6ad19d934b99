package io.spate.plugin.utp;

/**
 * The packets that were sent and are not acknowledged in order yet, in arrays by sequence number: no object a packet. One is
 * lost when three that were sent later, for the first time or again, have arrived.
 */
final class SentPackets {
    private static final byte IN_FLIGHT = 1;
    private static final byte LOST = 2;
    private static final byte ARRIVED = 3;

    static final int NONE = -1;

    /** So many may overtake a packet before it counts as lost. */
    private static final int OVERTAKEN = 3;

    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    private long[] times = new long[16];
    private int[] orders = new int[16];
    private byte[] sendings = new byte[16];
    private byte[] states = new byte[16];

    private int first;
    private int count;
    private long bytesInFlight;
    private int lost;
    private int lastOrder;
    private int newestArrived;
    private int cutOrder;
    private long leastSample = Long.MAX_VALUE;

    // What one acknowledgement brought
    private long arrivedBytes;
    private long sample;

    /** @param first the sequence number of the first packet */
    SentPackets(int first) {
        this.first = first;
    }

    /** The oldest that is not acknowledged, or the next one if there is none. */
    int first() {
        return first;
    }

    int next() {
        return SequenceNumbers.plus(first, count);
    }

    /** Packets from the oldest to the newest, those between that have arrived included. */
    int count() {
        return count;
    }

    long bytesInFlight() {
        return bytesInFlight;
    }

    boolean hasLost() {
        return lost > 0;
    }

    /** @return its sequence number */
    int add(long offset, int length, long now) {
        if (count == states.length) {
            grow();
        }
        int sequence = next();
        int slot = slot(sequence);
        count++;
        offsets[slot] = offset;
        lengths[slot] = length;
        sendings[slot] = 0;
        states[slot] = LOST;
        lost++;
        onSent(sequence, now);
        return sequence;
    }

    /** The packet goes out, once more or for the first time. */
    void onSent(int sequence, long now) {
        int slot = slot(sequence);
        times[slot] = now;
        orders[slot] = ++lastOrder;
        sendings[slot] = (byte) Math.min(Byte.MAX_VALUE, sendings[slot] + 1);
        states[slot] = IN_FLIGHT;
        bytesInFlight += lengths[slot];
        lost--;
    }

    long offset(int sequence) {
        return offsets[slot(sequence)];
    }

    int length(int sequence) {
        return lengths[slot(sequence)];
    }

    /** Where the stream goes on that is not acknowledged; {@code otherwise} if all is. */
    long firstOffset(long otherwise) {
        return count == 0 ? otherwise : offsets[slot(first)];
    }

    /** The first lost one from here on; there must be one. */
    int nextLost(int from) {
        int sequence = from;
        while (states[slot(sequence)] != LOST) {
            sequence = SequenceNumbers.plus(sequence, 1);
        }
        return sequence;
    }

    /** Before the parts of one acknowledgement are told. */
    void beginAck() {
        arrivedBytes = 0;
        sample = -1;
    }

    /** All up to this one have arrived. */
    void onArrivedUpTo(int sequence, long now) {
        while (count > 0 && SequenceNumbers.distance(first, sequence) >= 0) {
            onArrived(first, now);
            states[slot(first)] = 0;
            first = SequenceNumbers.plus(first, 1);
            count--;
        }
    }

    /** One has arrived; of those that were not sent, or are known to have arrived, nothing is new. */
    void onArrived(int sequence, long now) {
        int ahead = SequenceNumbers.distance(first, sequence);
        if (ahead < 0 || ahead >= count || states[slot(sequence)] == ARRIVED) {
            return;
        }
        int slot = slot(sequence);
        if (states[slot] == IN_FLIGHT) {
            bytesInFlight -= lengths[slot];
        } else {
            lost--;
        }
        states[slot] = ARRIVED;
        arrivedBytes += lengths[slot];
        long took = now - times[slot];
        if (sendings[slot] == 1) {
            sample = took;
            leastSample = Math.min(leastSample, took);
        }
        if (took >= leastSample && orders[slot] - newestArrived > 0) {
            newestArrived =
                    orders[slot]; // if it took less, an earlier sending of it has arrived, and nobody knows which
        }
    }

    /** Payload that arrived by this acknowledgement. */
    long arrivedBytes() {
        return arrivedBytes;
    }

    /** The round trip of the last of those that were sent once, in microseconds; -1 if there is none. */
    long sample() {
        return sample;
    }

    /**
     * Marks what later ones have overtaken.
     *
     * @param probe a packet whose loss says nothing of the way's load; -1 if there is none
     * @return whether one was lost that was sent after the last {@link #cut}
     */
    boolean findLost(int probe) {
        boolean congested = false;
        for (int i = 0; i < count; i++) {
            int sequence = SequenceNumbers.plus(first, i);
            int slot = slot(sequence);
            if (states[slot] != IN_FLIGHT) {
                continue;
            }
            int overtakenBy = newestArrived - orders[slot];
            if (overtakenBy < 0 && sendings[slot] == 1) {
                return congested; // and so are all behind it
            }
            if (overtakenBy >= OVERTAKEN) {
                congested |= markLost(slot) && sequence != probe;
            }
        }
        return congested;
    }

    /** The oldest is lost, say acknowledgements that repeat themselves; the answer is that of {@link #findLost}. */
    boolean loseFirst(int probe) {
        int slot = slot(first);
        return count > 0 && states[slot] == IN_FLIGHT && sendings[slot] == 1 && markLost(slot) && first != probe;
    }

    /** @return the newest that is in flight, which counts as lost from now on; {@link #NONE} if there is none */
    int loseLast() {
        for (int i = count - 1; i >= 0; i--) {
            int sequence = SequenceNumbers.plus(first, i);
            if (states[slot(sequence)] == IN_FLIGHT) {
                markLost(slot(sequence));
                return sequence;
            }
        }
        return NONE;
    }

    void loseAll() {
        for (int i = 0; i < count; i++) {
            int slot = slot(SequenceNumbers.plus(first, i));
            if (states[slot] == IN_FLIGHT) {
                markLost(slot);
            }
        }
    }

    boolean hasArrived(int sequence) {
        return SequenceNumbers.distance(first, sequence) < 0 || states[slot(sequence)] == ARRIVED;
    }

    boolean isLost(int sequence) {
        return states[slot(sequence)] == LOST;
    }

    /** The window was cut for all that is under way. */
    void cut() {
        cutOrder = lastOrder;
    }

    private boolean markLost(int slot) {
        states[slot] = LOST;
        bytesInFlight -= lengths[slot];
        lost++;
        return orders[slot] - cutOrder > 0;
    }

    private int slot(int sequence) {
        return sequence & (states.length - 1);
    }

    private void grow() {
        int size = states.length;
        long[] moreOffsets = new long[2 * size];
        int[] moreLengths = new int[2 * size];
        long[] moreTimes = new long[2 * size];
        int[] moreOrders = new int[2 * size];
        byte[] moreSendings = new byte[2 * size];
        byte[] moreStates = new byte[2 * size];
        for (int i = 0; i < count; i++) {
            int from = slot(SequenceNumbers.plus(first, i));
            int to = SequenceNumbers.plus(first, i) & (2 * size - 1);
            moreOffsets[to] = offsets[from];
            moreLengths[to] = lengths[from];
            moreTimes[to] = times[from];
            moreOrders[to] = orders[from];
            moreSendings[to] = sendings[from];
            moreStates[to] = states[from];
        }
        offsets = moreOffsets;
        lengths = moreLengths;
        times = moreTimes;
        orders = moreOrders;
        sendings = moreSendings;
        states = moreStates;
    }
}
