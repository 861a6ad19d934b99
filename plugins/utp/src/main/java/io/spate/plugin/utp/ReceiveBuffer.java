package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What came: packets that wait for one before them, and bytes in order that the reader has not taken. Both are copies, since
 * a packet as it came keeps the buffer of a whole batch; what is read at once is not copied.
 */
final class ReceiveBuffer {
    /** As many as the longest selective ack can speak of. */
    private static final int MAX_AHEAD = 2016;

    private static final int NO_END = -1;

    /** Shorter payloads are put together: a buffer for each byte would take a hundred times what is counted for it. */
    private static final int SMALL = 512;

    private static final int BUFFER_OF_SMALL = 2048;

    private final long capacity;
    private final MemoryBudget budget;
    private final Deque<ByteBuf> unread = new ArrayDeque<>();
    private ByteBuf[] ahead = new ByteBuf[16];
    private int ack;
    private int aheadCount;
    private int farthest;
    private int end = NO_END;
    private long held;

    /** @param capacity bytes that this connection holds at most, besides its share of the budget */
    ReceiveBuffer(long capacity, MemoryBudget budget) {
        this.capacity = capacity;
        this.budget = budget;
    }

    /** The stream begins behind this number. */
    void start(int before) {
        ack = before;
        farthest = before;
    }

    /** The last in order. */
    int ack() {
        return ack;
    }

    /** Whether something is missing before what is there. */
    boolean hasGap() {
        return aheadCount > 0;
    }

    /** Bytes that there is room for. */
    long window() {
        return Math.max(0, Math.min(capacity - held, budget.left()));
    }

    /** Whether all came that there will be. */
    boolean isEnded() {
        return end != NO_END && SequenceNumbers.distance(end, ack) >= 0;
    }

    boolean hasUnread() {
        return !unread.isEmpty();
    }

    /** The stream ends with this packet; what was said first counts. */
    void onEnd(int sequence) {
        if (end == NO_END && SequenceNumbers.distance(ack, sequence) > 0) {
            end = sequence;
        }
    }

    Arrival onPacket(int sequence, ByteBuf payload, boolean reading) {
        int distance = SequenceNumbers.distance(ack, sequence);
        if (distance <= 0) {
            return Arrival.AGAIN;
        }
        if (distance > MAX_AHEAD || end != NO_END && SequenceNumbers.distance(end, sequence) > 0) {
            return Arrival.DROPPED;
        }
        if (distance > 1) {
            return keepAhead(sequence, payload);
        }
        if (reading && unread.isEmpty()) {
            ack = sequence;
            return Arrival.READ_NOW;
        }
        if (!hold(payload.readableBytes())) {
            return Arrival.DROPPED;
        }
        ack = sequence;
        if (!joinSmall(payload)) {
            unread.add(copy(payload));
        }
        return Arrival.IN_ORDER;
    }

    /** Packets that waited for one that has come are in order now. */
    void onGapClosed() {
        while (aheadCount > 0 && ahead[slot(SequenceNumbers.plus(ack, 1))] != null) {
            ack = SequenceNumbers.plus(ack, 1);
            ByteBuf next = ahead[slot(ack)];
            if (joinSmall(next)) {
                next.release();
            } else {
                unread.add(next);
            }
            ahead[slot(ack)] = null;
            aheadCount--;
        }
    }

    /** The next bytes in order, which the caller owns. */
    Optional<ByteBuf> take() {
        ByteBuf next = unread.poll();
        if (next != null) {
            held -= next.readableBytes();
            budget.giveBack(next.readableBytes());
        }
        return Optional.ofNullable(next);
    }

    /** Bytes of the mask of the selective ack, a multiple of 4; 0 without a gap. */
    int maskLength() {
        return aheadCount == 0 ? 0 : (SequenceNumbers.distance(ack, farthest) - 1 + 31) / 32 * 4;
    }

    /** Which of the packets from {@code ack + 2} on are there, least significant bits first. */
    void writeMask(ByteBuf out) {
        int length = maskLength();
        for (int i = 0; i < length; i++) {
            int bits = 0;
            for (int bit = 0; bit < 8; bit++) {
                int sequence = SequenceNumbers.plus(ack, 2 + 8 * i + bit);
                if (SequenceNumbers.distance(sequence, farthest) >= 0 && ahead[slot(sequence)] != null) {
                    bits |= 1 << bit;
                }
            }
            out.writeByte(bits);
        }
    }

    void clear() {
        unread.forEach(ByteBuf::release);
        unread.clear();
        for (int i = 0; i < ahead.length; i++) {
            if (ahead[i] != null) {
                ahead[i].release();
                ahead[i] = null;
            }
        }
        aheadCount = 0;
        budget.giveBack(held);
        held = 0;
    }

    private Arrival keepAhead(int sequence, ByteBuf payload) {
        growTo(SequenceNumbers.distance(ack, sequence));
        int slot = slot(sequence);
        if (ahead[slot] != null) {
            return Arrival.AGAIN;
        }
        if (!hold(payload.readableBytes())) {
            return Arrival.DROPPED;
        }
        ahead[slot] = copy(payload);
        farthest = aheadCount == 0 || SequenceNumbers.distance(farthest, sequence) > 0 ? sequence : farthest;
        aheadCount++;
        return Arrival.AHEAD;
    }

    /** Copies a short payload behind what came before it. @return whether it was short */
    private boolean joinSmall(ByteBuf payload) {
        int size = payload.readableBytes();
        if (size >= SMALL) {
            return false;
        }
        ByteBuf last = unread.peekLast();
        if (size > 0 && (last == null || last.writableBytes() < size)) {
            last = payload.alloc().buffer(BUFFER_OF_SMALL, BUFFER_OF_SMALL);
            unread.add(last);
        }
        if (size > 0) {
            last.writeBytes(payload, payload.readerIndex(), size);
        }
        return true;
    }

    private boolean hold(int bytes) {
        if (held + bytes > capacity || !budget.take(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    private static ByteBuf copy(ByteBuf payload) {
        int size = payload.readableBytes();
        return size == 0
                ? Unpooled.EMPTY_BUFFER
                : payload.alloc().buffer(size, size).writeBytes(payload, payload.readerIndex(), size);
    }

    private void growTo(int distance) {
        int size = ahead.length;
        while (size <= distance) {
            size *= 2;
        }
        if (size > ahead.length) {
            ByteBuf[] more = new ByteBuf[size];
            for (int i = 1; i < ahead.length; i++) {
                int sequence = SequenceNumbers.plus(ack, i);
                more[sequence & (size - 1)] = ahead[slot(sequence)];
            }
            ahead = more;
        }
    }

    private int slot(int sequence) {
        return sequence & (ahead.length - 1);
    }

    /** What became of a packet. */
    enum Arrival {
        /** The next in order, and the reader takes it as it is: it was not kept. */
        READ_NOW,
        IN_ORDER,
        AHEAD,
        /** It was there before. */
        AGAIN,
        /** No room, or too far ahead: it will be sent again. */
        DROPPED
    }
}
