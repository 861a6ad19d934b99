package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The sending half of a connection: what goes out when, and what is done about losses. Times in microseconds. */
final class UtpSender {
    static final long NEVER = Long.MAX_VALUE;

    private static final int NONE = -1;
    private static final int REPEATED_ACKS = 3;
    /** No second cut of the window within two round trips or this, the lesser (libtorrent: utp_cwnd_reduce_timer). */
    private static final long CUT_PAUSE = 100_000;

    /** For acknowledgements that wait for company, at the other end: 100 ms with some. */
    private static final long TAIL_PATIENCE = 100_000;

    /** libtorrent drops what is further ahead than its receive buffer holds packets of this size. */
    private static final int PEERS_PACKET = 1100;

    private static final int PEERS_LEAST = 16;

    private final UtpLimits limits;
    private final Outgoing out;
    private final SendBuffer stream;
    private final SentPackets sent;
    private final CongestionWindow window;
    private final RoundTripTime roundTrip;
    private final QueueingDelay delay;
    private final MtuSearch mtu;

    private long peerWindow;
    private long largestPeerWindow;
    private long packetised;
    private int probe = NONE;
    private boolean probed;
    private int shortOne = NONE;
    private int repeatedAcks;
    private int timeouts;
    private long deadline = NEVER;
    private long tailDeadline = NEVER;
    private boolean tailProbed;
    private long lastSent;
    private long lastCut;
    /** After the last {@link #pump}, since acknowledgements come several at a time, and nothing is sent between them. */
    private long flight;

    /** Whether something waits for the congestion window since then. */
    private boolean windowFull;

    private boolean ending;
    private int fin = NONE;

    /** @param firstSequence the number of the first packet with payload */
    UtpSender(
            UtpLimits limits,
            Outgoing out,
            ByteBufAllocator allocator,
            QueueingDelay delay,
            MtuSearch mtu,
            int firstSequence) {
        this.limits = limits;
        this.out = out;
        this.stream = new SendBuffer(allocator);
        this.sent = new SentPackets(firstSequence);
        this.window = new CongestionWindow(
                limits.targetDelay(), limits.gain(), limits.lossMultiplier(), mtu.size(), limits.sendBuffer());
        this.roundTrip = new RoundTripTime(limits.minTimeout());
        this.delay = delay;
        this.mtu = mtu;
    }

    /** Takes the buffer; goes out with the next {@link #pump}. */
    void write(ByteBuf bytes) {
        stream.add(bytes);
    }

    /** Bytes that no packet has yet. */
    long unsentBytes() {
        return stream.end() - packetised;
    }

    int nextSequence() {
        return sent.next();
    }

    /** The round trip, if it was measured by other means: by the answer to a SYN. */
    void onRoundTrip(long sample) {
        roundTrip.add(sample);
    }

    void peerWindow(long bytes) {
        peerWindow = bytes;
        largestPeerWindow = Math.max(largestPeerWindow, bytes);
    }

    /** Whether we sent what it acknowledges, and it is not a memory of long ago: others are no answers to us. */
    boolean isPlausible(int ack) {
        int ahead = SequenceNumbers.distance(SequenceNumbers.plus(sent.first(), -1), ack);
        return ahead >= -REPEATED_ACKS && ahead <= sent.count();
    }

    /** The packet is plausible. Congestion window, losses and round trip follow from it; sends nothing. */
    void onAck(PacketHeader header, boolean empty, long now) {
        int outstanding = sent.count();
        int before = sent.first();
        timeouts = 0; // whatever it says, the other end lives
        peerWindow(header.window());
        delay.onReported(header.timestampDifference(), now);
        sent.beginAck();
        sent.onArrivedUpTo(header.ack(), now);
        boolean selective = onSelectiveAck(header, now);
        boolean progress = sent.first() != before || sent.arrivedBytes() > 0;
        if (sent.sample() >= 0) {
            roundTrip.add(sent.sample());
        }
        if (sent.arrivedBytes() > 0) {
            onArrived(now);
        }
        boolean congested = sent.findLost(probe);
        if (!progress && outstanding > 0 && empty && !selective && header.type() == PacketType.STATE) {
            congested |= onRepeatedAck();
        }
        onProbeAnswered();
        if (congested && now - lastCut >= Math.min(CUT_PAUSE, 2 * roundTrip.mean())) {
            window.onLoss(mtu.size());
            sent.cut();
            lastCut = now;
        }
        if (progress) {
            onProgress(now);
        }
    }

    /** Sends as much as the windows allow: first what was lost. */
    void pump(long now) {
        if (sent.count() == 0 && now - lastSent > roundTrip.timeout(0)) {
            window.onIdle(mtu.size());
            lastSent = now;
        }
        windowFull = false;
        resendLost(now);
        sendNew(now, peerWindow);
        sendEnd(now);
        out.flush();
        flight = sent.bytesInFlight();
        schedule(now);
    }

    /** No more bytes will be written; what no packet has yet is dropped. */
    void end() {
        ending = true;
        packetised = stream.end();
    }

    /** Whether the other end knows that the stream has ended, and has all of it. */
    boolean isEndKnown() {
        return fin != NONE && sent.count() == 0;
    }

    long deadline() {
        return Math.min(deadline, tailDeadline);
    }

    /**
     * To be called when the {@link #deadline} has passed.
     *
     * @return false if the other end has not answered for too long
     */
    boolean onDeadline(long now) {
        if (now < deadline) {
            onTailDeadline(now);
            return true;
        }
        tailDeadline = NEVER;
        deadline = NEVER;
        if (sent.count() == 0) {
            sendNew(now, Math.max(peerWindow, mtu.size())); // a window of 0 is asked after by one packet
            out.flush();
            schedule(now);
            return true;
        }
        timeouts++;
        if (timeouts > (fin == NONE ? limits.resends() : limits.finResends())) {
            return false;
        }
        sent.loseAll();
        onProbeAnswered();
        window.onTimeout(mtu.size());
        sent.cut();
        pump(now);
        return true;
    }

    void clear() {
        stream.clear();
        tailDeadline = NEVER;
        deadline = NEVER;
    }

    private boolean onSelectiveAck(PacketHeader header, long now) {
        int bits = Math.min(header.maskBits(), sent.count());
        for (int bit = 0; bit < bits; bit++) {
            if (header.isMasked(bit)) {
                sent.onArrived(SequenceNumbers.plus(header.ack(), 2 + bit), now);
            }
        }
        return bits > 0;
    }

    private void onArrived(long now) {
        long waited = delay.micros();
        if (sent.sample() >= 0) {
            waited = Math.min(waited, sent.sample());
        }
        window.onAck(sent.arrivedBytes(), flight, waited, roundTrip.mean(), windowFull, mtu.size(), now);
    }

    private void onProbeAnswered() {
        if (probe != NONE && sent.hasArrived(probe)) {
            probe = NONE;
            mtu.onProbeArrived();
        } else if (probe != NONE && sent.isLost(probe)) {
            probe = NONE;
            mtu.onProbeLost();
        }
    }

    private boolean onRepeatedAck() {
        repeatedAcks++;
        return repeatedAcks == REPEATED_ACKS && sent.loseFirst(probe);
    }

    private void onProgress(long now) {
        tailProbed = false;
        tailDeadline = NEVER;
        repeatedAcks = 0;
        stream.releaseUpTo(sent.firstOffset(packetised));
        deadline = sent.count() == 0 ? NEVER : now + roundTrip.timeout(0);
        if (shortOne != NONE && SequenceNumbers.distance(sent.first(), shortOne) < 0) {
            shortOne = NONE;
        }
    }

    private void resendLost(long now) {
        int sequence = sent.first();
        while (sent.hasLost()) {
            sequence = sent.nextLost(sequence);
            int length = sent.length(sequence);
            if (sent.bytesInFlight() > 0 && sent.bytesInFlight() + length > window.bytes()) {
                windowFull = true;
                return;
            }
            sent.onSent(sequence, now);
            resend(sequence, now);
        }
    }

    private void sendNew(long now, long allowed) {
        long most = Math.min(window.bytes(), allowed);
        int mostPackets = (int) Math.max(PEERS_LEAST, largestPeerWindow / PEERS_PACKET);
        while (fin == NONE && !sent.hasLost() && unsentBytes() > 0 && sent.count() < mostPackets) {
            int full = mtu.size() - PacketHeader.SIZE;
            int length = (int) Math.min(full, unsentBytes());
            boolean fits = sent.bytesInFlight() + length <= most || sent.bytesInFlight() == 0 && length <= allowed;
            if (!fits || length < full && isShortOneOutstanding()) {
                windowFull = !fits && sent.bytesInFlight() + length > window.bytes();
                return;
            }
            sendPacket(length, full, Math.min(unsentBytes(), most - sent.bytesInFlight()), now);
        }
    }

    private void sendPacket(int length, int full, long planned, long now) {
        int sequence = sent.add(packetised, length, now);
        if (length == full && mtu.wantsProbe() && window.bytes() > 3L * mtu.size()) {
            probe = sequence;
            out.probe(stream, packetised, length, sequence, mtu.startProbe(!probed), now);
            probed = true;
        } else {
            out.data(stream, packetised, length, sequence, planned, now);
        }
        if (length < full) {
            shortOne = sequence;
        }
        packetised += length;
        lastSent = now;
    }

    /**
     * Nagle, as Minshall has it: a packet that is not full waits while another such one is under way, so that many small
     * writes become few packets, and the end of a large one waits for nothing.
     */
    private boolean isShortOneOutstanding() {
        return shortOne != NONE;
    }

    private void sendEnd(long now) {
        if (ending && fin == NONE && unsentBytes() == 0) {
            out.flush();
            fin = sent.add(packetised, 0, now);
            out.fin(fin, now);
        }
    }

    /**
     * Nothing that was sent later can tell of a loss at the very end. So the last packet is sent again after two round trips,
     * long before a time-out (RFC 8985 calls it a tail loss probe): what is acknowledged then shows what else is missing.
     */
    private void onTailDeadline(long now) {
        tailDeadline = NEVER;
        tailProbed = true;
        int sequence = sent.loseLast();
        if (sequence != SentPackets.NONE) {
            onProbeAnswered();
            sent.onSent(sequence, now);
            resend(sequence, now);
            out.flush();
        }
    }

    private void resend(int sequence, long now) {
        int length = sent.length(sequence);
        if (sequence == fin) {
            out.fin(sequence, now);
        } else {
            out.data(stream, sent.offset(sequence), length, sequence, length, now);
        }
    }

    private void schedule(long now) {
        boolean tail = sent.bytesInFlight() > 0 && !tailProbed && timeouts == 0 && roundTrip.mean() > 0;
        tailDeadline = tail ? now + 2 * roundTrip.mean() + TAIL_PATIENCE : tailDeadline;
        if (sent.count() > 0) {
            deadline = deadline == NEVER ? now + roundTrip.timeout(timeouts) : deadline;
        } else {
            deadline = unsentBytes() == 0 ? NEVER : Math.min(deadline, now + roundTrip.timeout(0));
        }
    }
}
