package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.api.peer.PeerView;
import io.spate.api.session.PeerStatus;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.PeerWireEncoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A peer after the handshake: what it has, who chokes whom, and the messages between us. What we ask it for is in
 * {@link PeerRequests}, what it asks us for in {@link PeerUploads}, the extension protocol in {@link PeerExtensions}.
 * Confined to the torrent's loop.
 *
 * <p>A connection is open until {@link #close}; afterwards nothing is sent, and what still arrives is dropped.
 */
public final class PeerConnection implements PeerView, LinkReceiver, PeerWireDecoder.Output {
    private static final int SMALL = 32;
    /** A peer that asks this often for what it may not have wants to keep us busy (libtorrent's number). */
    private static final int MAX_REFUSED = 300;
    /** Requests rejected by the peer before we let it go (libtorrent's number). */
    private static final int MAX_REJECTS = 50;

    private final int number;
    private final PeerHost host;
    private final PeerLink link;
    private final PeerId id;
    private final String source;
    private final boolean fast;
    private final Bitfield pieces;
    private final PeerWireDecoder decoder = new PeerWireDecoder();
    private final PeerRequests requests;
    private final PeerUploads uploads;
    private final PeerPieces interest;
    private final PeerExtensions extensions;
    private final long connectedNanos;

    private boolean amChoking = true;
    private boolean amInterested;
    private boolean peerChoking = true;
    private boolean peerInterested;
    private boolean flushNeeded;
    private boolean closed;
    private long lastReceivedNanos;
    private long lastSentNanos;
    private long unchokedNanos;
    private long sentSinceUnchoke;
    private int refused;
    private int rejects;
    private int blockPiece;
    private int blockBegin;
    private int blockLength;

    /**
     * @param number unique in its torrent
     * @param handshake the peer's
     * @param source who told us of it: a peer source's name, {@code incoming}, {@code user}
     */
    public PeerConnection(
            int number,
            PeerHost host,
            PeerLink link,
            Handshake handshake,
            String source,
            List<OpenProtocol> protocols) {
        this.number = number;
        this.host = host;
        this.link = link;
        this.id = handshake.peerId();
        this.source = source;
        this.fast = handshake.reserved().has(ReservedBit.FAST);
        this.pieces = new Bitfield(host.layout().pieceCount());
        this.interest = new PeerPieces(pieces, host.downloads(), host.picker());
        this.connectedNanos = host.loop().nanoTime();
        this.lastReceivedNanos = connectedNanos;
        this.lastSentNanos = connectedNanos;
        this.requests = new PeerRequests(this, host);
        this.uploads = new PeerUploads(this, host);
        this.extensions =
                new PeerExtensions(this, protocols, handshake.reserved().has(ReservedBit.EXTENSION_PROTOCOL));
        decoder.expectPieces(pieces.size());
    }

    /** Introduces us, and begins to listen. */
    public void start() {
        link.receiver(this);
        extensions.sendHandshake();
        sendPieces();
        flush();
        link.reading(true);
    }

    @Override
    public PeerAddress address() {
        return link.remote();
    }

    /** Our end of the link. */
    public PeerAddress localAddress() {
        return link.local();
    }

    @Override
    public PeerId id() {
        return id;
    }

    @Override
    public Set<LinkTag> tags() {
        return link.tags();
    }

    @Override
    public boolean isIncoming() {
        return link.isIncoming();
    }

    @Override
    public Optional<String> client() {
        return extensions.client();
    }

    @Override
    public Optional<PeerAddress> listenAddress() {
        return link.isIncoming() ? extensions.listenAddress() : Optional.of(link.remote());
    }

    @Override
    public Bitfield pieces() {
        return pieces;
    }

    @Override
    public boolean supports(String extendedMessage) {
        return extensions.supports(extendedMessage);
    }

    @Override
    public boolean sendExtended(String extendedMessage, ByteBuf payload) {
        return extensions.send(extendedMessage, payload);
    }

    @Override
    public void close(String reason) {
        close(CloseReason.ours(reason));
    }

    /** Its number in its torrent, never used again. */
    public int number() {
        return number;
    }

    /** Who told us of the peer. */
    public String source() {
        return source;
    }

    public String transport() {
        return link.transport();
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean isFast() {
        return fast;
    }

    public boolean isSeed() {
        return pieces.isFull();
    }

    /** Whether it will never ask us for anything: it has all, or says that it wants no more (BEP 21). */
    public boolean isUploadOnly() {
        return pieces.isFull() || extensions.isUploadOnly();
    }

    public boolean isInterested() {
        return peerInterested;
    }

    public boolean isChoked() {
        return amChoking;
    }

    public boolean isSnubbed() {
        return requests.isSnubbed();
    }

    public long connectedNanos() {
        return connectedNanos;
    }

    public long unchokedNanos() {
        return unchokedNanos;
    }

    /** Bytes of payload sent since the peer was last unchoked. */
    public long sentSinceUnchoke() {
        return sentSinceUnchoke;
    }

    public long downloaded() {
        return requests.meter().total();
    }

    public long uploaded() {
        return uploads.meter().total();
    }

    public PeerStatus status() {
        return new PeerStatus(
                address(),
                link.transport(),
                link.isIncoming(),
                source,
                client(),
                pieces.count(),
                downloaded(),
                uploaded(),
                requests.meter().bytesPerSecond(),
                uploads.meter().bytesPerSecond(),
                amChoking,
                amInterested,
                peerChoking,
                peerInterested,
                requests.outstanding());
    }

    public void choke() {
        if (!amChoking) {
            amChoking = true;
            sendSignal(Signal.CHOKE);
            uploads.rejectAll();
        }
    }

    public void unchoke() {
        if (amChoking) {
            amChoking = false;
            unchokedNanos = host.loop().nanoTime();
            sentSinceUnchoke = 0;
            sendSignal(Signal.UNCHOKE);
        }
    }

    /** We got a piece. */
    public void sendHave(int piece) {
        interest.onWeHave(piece);
        ByteBuf message = Unpooled.buffer(SMALL);
        PeerWireEncoder.have(message, piece);
        send(message);
        updateInterest();
        flush();
    }

    /** A plugin came while we are connected. */
    public void addProtocol(OpenProtocol protocol) {
        extensions.add(protocol);
        flush();
    }

    /** A plugin went while we are connected. */
    public void removeProtocol(OpenProtocol protocol) {
        extensions.remove(protocol);
        flush();
    }

    /** Which pieces we want has changed. */
    public void onWantedChanged() {
        interest.recount();
        updateInterest();
        flush();
        refill();
    }

    /** Asks for more if there is something to ask for. */
    public void refill() {
        if (!closed) {
            requests.refill();
            flush();
        }
    }

    /** Called once a second. */
    public void tick(double seconds) {
        long now = host.loop().nanoTime();
        if (now - lastReceivedNanos > host.limits().timeout().toNanos()) {
            close(CloseReason.ours("silent for " + host.limits().timeout().toSeconds() + " s"));
            return;
        }
        if (now - lastSentNanos > host.limits().keepAlive().toNanos()) {
            sendSignal(Signal.KEEP_ALIVE);
        }
        requests.tick(seconds);
        uploads.tick(seconds);
        requests.refill();
        flush();
    }

    public void close(CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        decoder.stop();
        requests.close();
        uploads.close();
        interest.close();
        link.close();
        extensions.close();
        host.onClosed(this, reason);
    }

    // What the link tells

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            if (!closed) {
                lastReceivedNanos = host.loop().nanoTime();
                book(bytes.readableBytes());
                decoder.feed(bytes, this);
            }
        } catch (WireException e) {
            close(CloseReason.fault(e.getMessage()));
        } finally {
            bytes.release();
        }
    }

    @Override
    public void onBatchEnd() {
        if (!closed) {
            requests.refill();
            uploads.pump();
            flush();
        }
    }

    @Override
    public void onDrained() {
        uploads.pump();
        flush();
    }

    @Override
    public void onClosed(String why) {
        close(CloseReason.theirs(why));
    }

    // What the peer says

    @Override
    public void onRequest(int piece, int begin, int length) {
        if (!host.layout().hasRange(piece, begin, length) || !PeerUploads.isServed(length)) {
            refuse(piece, begin, length, "request of piece " + piece + " from " + begin + ", " + length + " bytes");
        } else if (!host.downloads().have().has(piece)) {
            refuse(piece, begin, length, "request of piece " + piece + " that we do not have");
        } else if (amChoking) {
            uploads.reject(piece, begin, length);
            countRefused();
        } else {
            uploads.onRequest(piece, begin, length);
        }
    }

    @Override
    public void onCancel(int piece, int begin, int length) {
        uploads.onCancel(piece, begin, length);
    }

    @Override
    public void onReject(int piece, int begin, int length) {
        requireFast("reject");
        requests.onReject(piece, begin);
        if (!peerChoking && ++rejects > MAX_REJECTS && downloaded() == 0) {
            close(CloseReason.ours("rejects what it says it has"));
        }
    }

    @Override
    public void onHave(int piece) {
        if (!host.layout().hasPiece(piece)) {
            throw WireException.of("have", piece, "0.." + (host.layout().pieceCount() - 1));
        }
        interest.onHave(piece);
        updateInterest();
        if (pieces.isFull()) {
            host.onPieces(this);
        }
    }

    @Override
    public void onBlockStart(int piece, int begin, int length) {
        if (!host.layout().isRequestable(piece, begin, length)) {
            throw WireException.of(
                    "block", "piece " + piece + " from " + begin + ", " + length + " bytes", "one that we asked for");
        }
        blockPiece = piece;
        blockBegin = begin;
        blockLength = length;
        requests.startBlock(piece, begin, length);
    }

    @Override
    public void onBlockBytes(ByteBuf in, int count) {
        requests.onBlockBytes(in, count);
    }

    @Override
    public void onBlockEnd() {
        requests.endBlock(blockPiece, blockBegin, blockLength);
    }

    @Override
    public boolean wantsExtended(int messageId, int length) {
        return extensions.wants(messageId, length);
    }

    @Override
    public void onMessage(PeerMessage message) {
        if (message instanceof Signal signal) {
            onSignal(signal);
        } else if (message instanceof PeerMessage.BitfieldMessage bitfield) {
            onAllPieces(Bitfield.fromWire(bitfield.bytes(), pieces.size()).orElseThrow());
        } else if (message instanceof PeerMessage.Extended extended) {
            extensions.onMessage(extended.id(), extended.bytes());
        } else if (message instanceof PeerMessage.AllowedFast || message instanceof PeerMessage.Suggest) {
            // Hints: what they would speed up, the first seconds of a connection, the unchoke comes soon enough for.
            requireFast("allowed fast or suggest");
        }
    }

    // What the parts of the connection call

    /** Whether the peer answers requests now. */
    boolean mayRequest() {
        return !closed && !peerChoking && amInterested && !host.isUploadOnly();
    }

    /** Queues a message; takes the buffer. */
    void send(ByteBuf message) {
        if (closed) {
            message.release();
            return;
        }
        lastSentNanos = host.loop().nanoTime();
        flushNeeded = true;
        link.write(message);
    }

    public void flush() {
        if (flushNeeded && !closed) {
            flushNeeded = false;
            link.flush();
        }
    }

    long queuedBytes() {
        return link.queuedBytes();
    }

    void onSent(long bytes) {
        sentSinceUnchoke += bytes;
    }

    void onRequestLimit(int requestLimit) {
        requests.peerLimit(requestLimit);
    }

    PeerHost host() {
        return host;
    }

    private void onSignal(Signal signal) {
        switch (signal) {
            case KEEP_ALIVE -> {}
            case CHOKE -> {
                peerChoking = true;
                requests.onChoked(fast);
            }
            case UNCHOKE -> peerChoking = false;
            case INTERESTED -> onInterested(true);
            case NOT_INTERESTED -> onInterested(false);
            case HAVE_ALL -> {
                requireFast("have all");
                onAllPieces(Bitfield.full(pieces.size()));
            }
            case HAVE_NONE -> {
                requireFast("have none");
                onAllPieces(new Bitfield(pieces.size()));
            }
        }
    }

    private void onInterested(boolean now) {
        if (peerInterested != now) {
            peerInterested = now;
            host.onInterest(this);
        }
    }

    private void onAllPieces(Bitfield all) {
        interest.onAll(all);
        updateInterest();
        host.onPieces(this);
    }

    private void updateInterest() {
        boolean now = interest.isInteresting() && !host.isUploadOnly();
        if (now != amInterested && !closed) {
            amInterested = now;
            sendSignal(now ? Signal.INTERESTED : Signal.NOT_INTERESTED);
        }
    }

    private void sendPieces() {
        Bitfield have = host.downloads().have();
        ByteBuf message = Unpooled.buffer(SMALL + Bitfield.wireLength(have.size()));
        if (fast && have.isFull()) {
            PeerWireEncoder.signal(message, Signal.HAVE_ALL);
        } else if (fast && have.isEmpty()) {
            PeerWireEncoder.signal(message, Signal.HAVE_NONE);
        } else if (!have.isEmpty()) {
            PeerWireEncoder.bitfield(message, have);
        }
        send(message);
    }

    private void sendSignal(Signal signal) {
        ByteBuf message = Unpooled.buffer(SMALL);
        PeerWireEncoder.signal(message, signal);
        send(message);
    }

    /** With the fast extension a wrong request is rejected; without it there is no answer but the close. */
    private void refuse(int piece, int begin, int length, String what) {
        if (!fast) {
            close(CloseReason.fault(what));
            return;
        }
        uploads.reject(piece, begin, length);
        countRefused();
    }

    private void countRefused() {
        if (++refused > MAX_REFUSED && uploaded() == 0) {
            close(CloseReason.fault("asked " + refused + " times for what it may not have"));
        }
    }

    private void requireFast(String message) {
        if (!fast) {
            throw WireException.of(message, "sent", "only with the fast extension (BEP 6)");
        }
    }

    /** Books what was read with the download limit, and stops reading while the account is overdrawn. */
    private void book(int bytes) {
        if (host.downloadLimit().isUnlimited()) {
            return;
        }
        long now = host.loop().nanoTime();
        host.downloadLimit().spent(bytes, now);
        long delay = host.downloadLimit().delayNanos(now);
        if (delay > 0) {
            link.reading(false);
            host.loop().schedule(Duration.ofNanos(delay), () -> {
                if (!closed) {
                    link.reading(true);
                }
            });
        }
    }
}
