package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * One connection, without threads, sockets or clocks: datagrams, bytes and the time go in; datagrams, bytes and the moment of
 * the next {@link #onWakeUp} come out. Times are microseconds of any clock that only goes forward.
 *
 * <p>An accepted connection says nothing but its answer to the SYN, and keeps nothing, until a packet has proved that the
 * other end is where it says: the answer's number is random, and only who got it can acknowledge it.
 */
final class UtpConnection {
    private static final int FIRST_SEQUENCE = 1;
    /** An acknowledgement is due at once for so many packets. */
    private static final int ACK_EVERY = 2;
    /** What was under way when we closed is seen through for so long. */
    private static final long LINGER = 10_000_000;

    private final UtpLimits limits;
    private final Outlet outlet;
    private final int receiveId;
    private final PacketHeader header = new PacketHeader();
    private final QueueingDelay delay = new QueueingDelay();
    private final ReceiveBuffer received;
    private final Outgoing out;
    private final UtpSender sender;
    private final int synSequence;

    private State state;
    private long synDeadline = UtpSender.NEVER;
    private long synSent;
    private int synSendings;
    private long synTimeout;
    private boolean reading;
    private boolean closedByUs;
    private boolean toldClosed;
    private boolean delivered;
    private int unacknowledged;
    private boolean ackDue;
    private long ackDeadline = UtpSender.NEVER;
    private long lingerDeadline = UtpSender.NEVER;

    private UtpConnection(
            UtpLimits limits,
            MemoryBudget budget,
            ByteBufAllocator allocator,
            MtuSearch mtu,
            Outlet outlet,
            int receiveId,
            int sendId,
            int sequence,
            State state) {
        this.limits = limits;
        this.outlet = outlet;
        this.receiveId = receiveId;
        this.received = new ReceiveBuffer(limits.receiveBuffer(), budget);
        this.out = new Outgoing(allocator, outlet, received, sendId);
        this.sender = new UtpSender(limits, out, allocator, delay, mtu, sequence);
        this.synSequence = SequenceNumbers.plus(sequence, -1);
        this.state = state;
    }

    /** One that we open: {@link #connect} begins. What we send carries the id behind the one that we get packets by. */
    static UtpConnection initiator(
            UtpLimits limits,
            MemoryBudget budget,
            ByteBufAllocator allocator,
            MtuSearch mtu,
            Outlet outlet,
            int receiveId) {
        int sequence = SequenceNumbers.plus(FIRST_SEQUENCE, 1);
        int sendId = SequenceNumbers.plus(receiveId, 1);
        return new UtpConnection(limits, budget, allocator, mtu, outlet, receiveId, sendId, sequence, State.SYN_SENT);
    }

    /**
     * One that a SYN asks for, which is its first packet.
     *
     * @param receiveId the id behind the one in the SYN
     * @param sequence of our first packet with payload: random, since to know it proves an address
     */
    static UtpConnection acceptor(
            UtpLimits limits,
            MemoryBudget budget,
            ByteBufAllocator allocator,
            MtuSearch mtu,
            Outlet outlet,
            int receiveId,
            int sequence) {
        int sendId = SequenceNumbers.plus(receiveId, -1);
        return new UtpConnection(
                limits, budget, allocator, mtu, outlet, receiveId, sendId, sequence, State.SYN_RECEIVED);
    }

    /** @param timeout after which it fails; shorter than the one of the limits, or equal */
    void connect(long timeout, long now) {
        synSent = now;
        synTimeout = timeout / (limits.synResends() + 1);
        sendSyn(now);
    }

    /**
     * A datagram of this connection; the reader index moves, the buffer stays the caller's.
     *
     * @param at when it came
     */
    void onDatagram(ByteBuf datagram, long at) {
        if (state != State.GONE && header.read(datagram)) {
            switch (header.type()) {
                case SYN -> onSyn(at);
                case RESET -> onReset();
                case DATA, FIN, STATE -> onPacket(datagram, at);
            }
        }
    }

    /** The last datagram of a batch was given: bytes are read, acknowledgements and what has waited for them go out. */
    void onBatchEnd(long now) {
        if (state == State.GONE) {
            return;
        }
        deliver();
        if (isOpen()) {
            pump(now);
            reopenWindow();
        }
        acknowledge(now);
        endIfDone(now);
    }

    /** Takes the buffer; goes out at the next {@link #flush}. */
    void write(ByteBuf bytes) {
        if (state == State.GONE || closedByUs) {
            bytes.release();
        } else {
            sender.write(bytes);
        }
    }

    void flush(long now) {
        if (isOpen()) {
            pump(now);
        }
    }

    /** Bytes that were written and have not gone out for the first time. */
    long unsentBytes() {
        return sender.unsentBytes();
    }

    /** Starts or stops reading. What is there already is read at the next {@link #onBatchEnd}. */
    void reading(boolean on) {
        reading = on;
    }

    /** Whether {@link #onBatchEnd} would read something. */
    boolean isReadable() {
        return reading && (received.hasUnread() || received.isEnded());
    }

    /** In order: what is under way is seen through, the other end is told, and then the connection is gone. */
    void close(long now) {
        if (!isOpen()) {
            tellClosed("closed by us");
            vanish();
        } else if (!closedByUs) {
            received.clear();
            end("closed by us", now);
        }
    }

    /** At once; the other end is told once, and nobody listens for an answer. */
    void abort(String why, long now) {
        if (isOpen() || state == State.SYN_RECEIVED) {
            out.reset(sender.nextSequence(), now);
        }
        tellClosed(why);
        vanish();
    }

    /** When to call {@link #onWakeUp}, unless something else happens before; {@link UtpSender#NEVER} if not at all. */
    long wakeUp() {
        return state == State.GONE
                ? UtpSender.NEVER
                : Math.min(Math.min(synDeadline, sender.deadline()), Math.min(ackDeadline, lingerDeadline));
    }

    void onWakeUp(long now) {
        if (now >= synDeadline) {
            onSynDeadline(now);
        }
        if (state != State.GONE && now >= sender.deadline() && !sender.onDeadline(now)) {
            abort("no answer in time", now);
        }
        if (isOpen() && now >= ackDeadline) {
            unacknowledged = ACK_EVERY;
            acknowledge(now);
        }
        if (now >= lingerDeadline) {
            abort("closed by us", now);
        }
    }

    private boolean isOpen() {
        return state == State.OPEN;
    }

    private void sendSyn(long now) {
        synSendings++;
        synDeadline = now + synTimeout;
        out.bare(PacketType.SYN, receiveId, synSequence, now);
    }

    private void onSynDeadline(long now) {
        if (state == State.SYN_SENT && synSendings <= limits.synResends()) {
            sendSyn(now);
        } else {
            tellClosed("no answer in time");
            vanish();
        }
    }

    /** The first, or the same again because our answer was lost; one that opens something else is not for us. */
    private void onSyn(long at) {
        if (state != State.SYN_RECEIVED) {
            return;
        }
        if (synDeadline == UtpSender.NEVER) {
            received.start(header.sequence());
            synDeadline = at + limits.connectTimeout();
            synSent = at;
        }
        if (header.sequence() == received.ack()) {
            out.report((int) at - header.timestamp());
            out.state(sender.nextSequence(), at);
        }
    }

    /** Who cannot see our packets can guess an id, but hardly the number besides. */
    private void onReset() {
        boolean refused = state == State.SYN_SENT && header.ack() == synSequence;
        if (refused || state != State.SYN_SENT && sender.isPlausible(header.ack())) {
            tellClosed(refused ? "connection refused" : "connection reset by peer");
            vanish();
        }
    }

    private void onPacket(ByteBuf datagram, long at) {
        if (state == State.OPEN ? !sender.isPlausible(header.ack()) : header.ack() != synSequence) {
            return;
        }
        if (state == State.SYN_SENT && header.type() == PacketType.FIN) {
            return;
        }
        int difference = (int) at - header.timestamp();
        out.report(difference);
        delay.onReceived(difference, at);
        if (state != State.OPEN) {
            open(at);
        }
        sender.onAck(header, !datagram.isReadable(), at);
        if (header.type() != PacketType.STATE) {
            onPayload(datagram);
        }
    }

    private void open(long at) {
        if (state == State.SYN_SENT) {
            // The answer uses up no number: the first packet with payload has the same one.
            received.start(SequenceNumbers.plus(header.sequence(), -1));
        }
        if (synSendings <= 1) {
            sender.onRoundTrip(at - synSent);
        }
        state = State.OPEN;
        synDeadline = UtpSender.NEVER;
        outlet.onConnected();
    }

    private void onPayload(ByteBuf payload) {
        if (header.type() == PacketType.FIN) {
            received.onEnd(header.sequence());
            ackDue = true;
        }
        unacknowledged++;
        boolean gap = received.hasGap();
        switch (received.onPacket(header.sequence(), payload, reading || closedByUs)) {
            case READ_NOW -> {
                hand(payload.readRetainedSlice(payload.readableBytes()));
                closeGap(gap);
            }
            case IN_ORDER -> closeGap(gap);
            case AHEAD, AGAIN, DROPPED -> ackDue = true;
        }
    }

    private void closeGap(boolean gap) {
        if (gap) {
            ackDue = true;
            received.onGapClosed();
            deliver();
        }
    }

    /** Whatever is in order goes up, as long as it is wanted. After our close nobody reads; the packets still count. */
    private void deliver() {
        while ((reading || closedByUs) && received.hasUnread()) {
            received.take().ifPresent(this::hand);
        }
        if (delivered) {
            delivered = false;
            outlet.onBatchEnd();
        }
    }

    private void hand(ByteBuf bytes) {
        if (closedByUs || !bytes.isReadable()) {
            bytes.release();
        } else {
            delivered = true;
            outlet.onBytes(bytes);
        }
    }

    private void pump(long now) {
        long before = sender.unsentBytes();
        sender.pump(now);
        if (sender.unsentBytes() < before) {
            outlet.onSent();
        }
    }

    /** The other end may have stopped because of what we announced: it learns of the room. */
    private void reopenWindow() {
        int half = limits.receiveBuffer() / 2;
        ackDue |= out.advertised() < half && received.window() >= half;
    }

    /** One that went out with payload is enough, unless there is a gap to tell of. */
    private void acknowledge(long now) {
        if (!isOpen()) {
            return;
        }
        boolean told = out.acknowledged() == received.ack();
        if (ackDue || !told && unacknowledged >= ACK_EVERY) {
            out.state(sender.nextSequence(), now);
            told = true;
        }
        if (told) {
            unacknowledged = 0;
            ackDue = false;
            ackDeadline = UtpSender.NEVER;
        } else if (unacknowledged > 0 && ackDeadline == UtpSender.NEVER) {
            ackDeadline = now + limits.ackDelay();
        }
    }

    /** Both directions have ended, or the other has and all of it was read: then ours ends, too. */
    private void endIfDone(long now) {
        if (isOpen() && received.isEnded() && !received.hasUnread() && !closedByUs) {
            end("end of stream", now);
        }
        if (isOpen() && sender.isEndKnown()) {
            vanish();
        }
    }

    private void end(String why, long now) {
        closedByUs = true;
        lingerDeadline = now + LINGER;
        sender.end();
        sender.pump(now);
        tellClosed(why);
    }

    private void tellClosed(String why) {
        if (!toldClosed) {
            toldClosed = true;
            outlet.onClosed(why);
        }
    }

    private void vanish() {
        if (state != State.GONE) {
            state = State.GONE;
            received.clear();
            sender.clear();
            outlet.onGone();
        }
    }

    private enum State {
        SYN_SENT,
        SYN_RECEIVED,
        OPEN,
        GONE
    }
}
