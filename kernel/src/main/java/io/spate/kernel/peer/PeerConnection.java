package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.api.peer.PeerTrait;
import io.spate.api.peer.PeerView;
import io.spate.api.session.PeerStatus;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import io.spate.kernel.wire.WireException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A peer after the handshake, put together of its parts: what it has is in {@link PeerPieces}, what it says in
 * {@link PeerMessages}, what we ask it for in {@link PeerRequests}, what it asks us for in {@link PeerUploads}, the extension
 * protocol in {@link PeerExtensions}. Confined to the torrent's loop.
 *
 * <p>A connection is open until {@link #close}; afterwards nothing is sent, and what still arrives is dropped.
 */
public final class PeerConnection implements PeerView, LinkReceiver {
    /** The extended message by which peers help each other through NATs (BEP 55). */
    private static final String HOLEPUNCH = "ut_holepunch";

    private final int number;
    private final PeerHost host;
    private final PeerLink link;
    private final PeerId id;
    private final String source;
    private final boolean fast;
    private final ReservedBits reserved;
    private final Bitfield pieces;
    private final ChokeState state = new ChokeState();
    private final PeerWireDecoder decoder = new PeerWireDecoder();
    private final PeerOutput output;
    private final LimitedReading reading;
    private final PeerPieces interest;
    private final PeerRequests requests;
    private final PeerUploads uploads;
    private final PeerExtensions extensions;
    private final PeerMessages messages;
    private final PeerHooks hooks;
    private final long connectedNanos;
    private long lastReceivedNanos;
    private boolean closed;

    /**
     * @param number unique in its torrent
     * @param handshake the peer's
     * @param source who told us of it: a peer source's name, {@code incoming}, {@code user}
     */
    public PeerConnection(int number, PeerHost host, PeerLink link, Handshake handshake, String source) {
        this.number = number;
        this.host = host;
        this.link = link;
        this.id = handshake.peerId();
        this.source = source;
        this.reserved = handshake.reserved();
        this.fast = reserved.has(ReservedBit.FAST);
        this.pieces = new Bitfield(host.layout().pieceCount());
        this.connectedNanos = host.loop().nanoTime();
        this.lastReceivedNanos = connectedNanos;
        this.output = new PeerOutput(link, host.loop(), () -> close("does not read what is sent to it"));
        this.reading = new LimitedReading(link, host.loop(), host.downloadLimit());
        this.interest = new PeerPieces(pieces, host.downloads(), host.picker());
        this.requests = new PeerRequests(this, host);
        this.uploads = new PeerUploads(this, host);
        this.extensions = new PeerExtensions(this, reserved.has(ReservedBit.EXTENSION_PROTOCOL));
        this.messages = new PeerMessages(this, state, interest, requests, uploads, extensions);
        this.hooks = new PeerHooks(this, messages, output);
        decoder.expectPieces(pieces.size());
    }

    /** Introduces us, and begins to listen. */
    public void start() {
        link.receiver(this);
        hooks.open(host.hooks());
        extensions.start(host.protocols());
        output.pieces(host.downloads().have(), fast);
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
    public Set<PeerTrait> traits() {
        Set<PeerTrait> traits = EnumSet.noneOf(PeerTrait.class);
        if (extensions.prefersEncryption() || tags().contains(LinkTag.ENCRYPTED)) {
            traits.add(PeerTrait.PREFERS_ENCRYPTION);
        }
        if (isUploadOnly()) {
            traits.add(PeerTrait.UPLOAD_ONLY);
        }
        if (tags().contains(LinkTag.UTP)) {
            traits.add(PeerTrait.UTP);
        }
        if (supports(HOLEPUNCH)) {
            traits.add(PeerTrait.HOLEPUNCH);
        }
        if (!isIncoming()) {
            traits.add(PeerTrait.REACHABLE);
        }
        return traits;
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
    public boolean hasHandshakeBit(String name) {
        return ReservedBit.named(name).filter(reserved::has).isPresent();
    }

    @Override
    public void send(PeerMessage message) {
        output.sendUnhooked(message);
        flush();
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
        return state.isPeerInterested();
    }

    public boolean isChoked() {
        return state.amChoking();
    }

    public boolean isSnubbed() {
        return requests.isSnubbed();
    }

    public long connectedNanos() {
        return connectedNanos;
    }

    public long unchokedNanos() {
        return state.unchokedNanos();
    }

    /** Bytes of payload sent since the peer was last unchoked. */
    public long sentSinceUnchoke() {
        return state.sentSinceUnchoke();
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
                state.amChoking(),
                state.amInterested(),
                state.isPeerChoking(),
                state.isPeerInterested(),
                requests.outstanding());
    }

    public void choke() {
        if (state.choke()) {
            output.signal(Signal.CHOKE);
            uploads.rejectAll();
        }
    }

    public void unchoke() {
        if (state.unchoke(host.loop().nanoTime())) {
            messages.onUnchoked();
            output.signal(Signal.UNCHOKE);
        }
    }

    /** We got a piece. */
    public void sendHave(int piece) {
        interest.onWeHave(piece);
        output.have(piece);
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

    /** A plugin came while we are connected. */
    public void addHook(OpenHook hook) {
        hooks.open(List.of(hook));
        flush();
    }

    /** A plugin went while we are connected. */
    public void removeHook(OpenHook hook) {
        hooks.close(hook);
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

    /** Called once a second, before {@link #refill}. */
    public void tick(double seconds) {
        long now = host.loop().nanoTime();
        output.tick();
        if (reading.isPaused()) {
            lastReceivedNanos = now;
            requests.onHeldUp();
        }
        Duration timeout = host.limits().timeout();
        if (now - lastReceivedNanos > timeout.toNanos()) {
            close("silent for " + timeout.toSeconds() + " s");
            return;
        }
        if (now - output.lastTakenNanos() > timeout.toNanos()) {
            close("takes nothing for " + timeout.toSeconds() + " s");
            return;
        }
        if (now - output.lastSentNanos() > host.limits().keepAlive().toNanos()) {
            output.signal(Signal.KEEP_ALIVE);
        }
        requests.tick(seconds);
        uploads.tick(seconds);
        flush();
    }

    public void close(CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        decoder.stop();
        output.close();
        reading.close();
        requests.close();
        uploads.close();
        interest.close();
        link.close();
        extensions.close();
        hooks.close();
        host.onClosed(this, reason);
    }

    // What the link tells

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            if (!closed) {
                lastReceivedNanos = host.loop().nanoTime();
                reading.onRead(bytes.readableBytes());
                decoder.feed(bytes, hooks.input());
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

    // What the parts of the connection call

    /** Whether the peer answers requests now. */
    boolean mayRequest() {
        return !closed && !state.isPeerChoking() && state.amInterested() && !host.isUploadOnly();
    }

    /** Tells the peer whether we want something of it, if that has changed. */
    void updateInterest() {
        boolean now = interest.isInteresting() && !host.isUploadOnly();
        if (!closed && state.interested(now)) {
            output.signal(now ? Signal.INTERESTED : Signal.NOT_INTERESTED);
        }
    }

    /** Queues a message; takes the buffer. */
    void send(ByteBuf message) {
        output.send(message);
    }

    /** Queues a message of blocks, which no hook is shown; takes the buffer. */
    void sendBlocks(ByteBuf message) {
        output.sendUnhooked(message);
    }

    public void flush() {
        output.flush();
    }

    long queuedBytes() {
        return output.queuedBytes();
    }

    void onSent(long bytes) {
        state.onSent(bytes);
    }

    void onRequestLimit(int requestLimit) {
        requests.peerLimit(requestLimit);
    }

    PeerHost host() {
        return host;
    }
}
