package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.InfoHash;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A peer after the handshake, put together of its parts: what it says goes through {@link PeerMessages}, the extension protocol
 * is in {@link PeerExtensions}, all about pieces in its {@link PeerPhase}. Confined to the torrent's loop.
 *
 * <p>It begins without pieces: {@link #exchangePieces} is called before {@link #start} if they are known then, else later. A
 * connection is open until {@link #close}; afterwards nothing is sent, and what still arrives is dropped.
 */
public final class PeerConnection implements PeerView, LinkReceiver {
    /** The extended message by which peers help each other through NATs (BEP 55). */
    private static final String HOLEPUNCH = "ut_holepunch";

    private final int number;
    private final ConnectionHost host;
    private final PeerLink link;
    private final PeerId id;
    private final String source;
    private final InfoHash infoHash;
    private final boolean fast;
    private final ReservedBits reserved;
    private final ChokeState state = new ChokeState();
    private final PeerWireDecoder decoder = new PeerWireDecoder();
    private final PeerOutput output;
    private final Pulse pulse;
    private final LimitedReading reading;
    private final Refusals refusals;
    private final PeerExtensions extensions;
    private final PeerMessages messages;
    private final PeerHooks hooks;
    private final long connectedNanos;
    private PeerPhase phase;
    private boolean started;
    private boolean closed;

    /**
     * @param number unique in its torrent
     * @param handshake the peer's
     * @param source who told us of it: a peer source's name, {@code incoming}, {@code user}
     */
    public PeerConnection(int number, ConnectionHost host, PeerLink link, Handshake handshake, String source) {
        this.number = number;
        this.host = host;
        this.link = link;
        this.id = handshake.peerId();
        this.source = source;
        this.infoHash = handshake.infoHash();
        this.reserved = handshake.reserved();
        this.fast = reserved.has(ReservedBit.FAST);
        this.connectedNanos = host.loop().nanoTime();
        this.output = new PeerOutput(link, host.loop(), () -> close("does not read what is sent to it"));
        this.pulse = new Pulse(output, host.limits(), connectedNanos);
        this.reading = new LimitedReading(link, host.loop(), host.downloadLimit());
        this.refusals = new Refusals(this, host.limits().maxIncomingRequests());
        this.extensions = new PeerExtensions(this, reserved.has(ReservedBit.EXTENSION_PROTOCOL));
        this.messages = new PeerMessages(this, state, extensions);
        this.hooks = new PeerHooks(this, messages, output);
        this.phase = new EarlyPieces(refusals);
    }

    /** Introduces us, and begins to listen. */
    public void start() {
        link.receiver(this);
        hooks.open(host.hooks());
        extensions.start(host.protocols());
        started = true;
        if (phase instanceof PieceExchange exchange) {
            exchange.introduce();
        }
        flush();
        link.reading(true);
    }

    /**
     * Begins to exchange pieces, as we know now which there are and have. Called once. What the peer told of its pieces before
     * is checked now; a peer that lied is let go.
     */
    public void exchangePieces(PeerHost torrent) {
        if (closed) {
            return;
        }
        EarlyPieces early = (EarlyPieces) phase;
        PieceExchange exchange = new PieceExchange(this, infoHash, torrent, state, output, refusals);
        phase = exchange;
        decoder.expectPieces(exchange.pieces().size());
        if (started) {
            exchange.introduce();
        }
        try {
            early.handTo(exchange);
        } catch (WireException e) {
            close(CloseReason.fault(e.getMessage()));
        }
        if (extensions.isUploadOnly()) {
            exchange.onUploadOnly();
        }
        refill();
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
        return phase.pieces();
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
        return phase.isSeed();
    }

    /** Whether it will never ask us for anything: it has all, or says that it wants no more (BEP 21). */
    public boolean isUploadOnly() {
        return phase.isSeed() || extensions.isUploadOnly();
    }

    public boolean isInterested() {
        return state.isPeerInterested();
    }

    public boolean isChoked() {
        return state.amChoking();
    }

    public boolean isSnubbed() {
        return phase.isSnubbed();
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
        return phase.downloads().total();
    }

    public long uploaded() {
        return phase.uploads().total();
    }

    public PeerStatus status() {
        return new PeerStatus(
                address(),
                link.transport(),
                link.isIncoming(),
                source,
                client(),
                phase.pieces().count(),
                downloaded(),
                uploaded(),
                phase.downloads().bytesPerSecond(),
                phase.uploads().bytesPerSecond(),
                state.amChoking(),
                state.amInterested(),
                state.isPeerChoking(),
                state.isPeerInterested(),
                phase.outstanding());
    }

    /** Only after {@link #exchangePieces}, as {@link #unchoke}, {@link #sendHave} and {@link #onWantedChanged}. */
    public void choke() {
        exchange().choke();
    }

    public void unchoke() {
        exchange().unchoke();
    }

    /** We got a piece. */
    public void sendHave(int piece) {
        exchange().sendHave(piece);
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
        exchange().onWantedChanged();
        flush();
        refill();
    }

    /** Asks for more if there is something to ask for. */
    public void refill() {
        if (!closed) {
            phase.refill();
            flush();
        }
    }

    /** Called once a second, before {@link #refill}. */
    public void tick(double seconds) {
        long now = host.loop().nanoTime();
        output.tick();
        if (reading.isPaused()) {
            pulse.onReceived(now); // or may have: it is we who do not listen
            phase.onHeldUp();
        }
        Optional<String> end = pulse.end(now);
        if (end.isPresent()) {
            close(end.get());
            return;
        }
        if (pulse.isKeepAliveDue(now)) {
            output.signal(Signal.KEEP_ALIVE);
        }
        phase.tick(seconds);
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
        phase.close();
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
                pulse.onReceived(host.loop().nanoTime());
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
            phase.refill();
            phase.pump();
            flush();
        }
    }

    @Override
    public void onDrained() {
        phase.pump();
        flush();
    }

    @Override
    public void onClosed(String why) {
        close(CloseReason.theirs(why));
    }

    // What the parts of the connection call

    /** Whether the peer answers requests now. */
    boolean mayRequest() {
        return !closed && !state.isPeerChoking() && state.amInterested() && !phase.isUploadOnly();
    }

    /** Queues a message; takes the buffer. */
    void send(ByteBuf message) {
        output.send(message);
    }

    /** Queues a message of blocks, which no hook is shown; takes the buffer. */
    void sendBlocks(ByteBuf message) {
        output.sendUnhooked(message);
    }

    /** Tells the peer that it will not get the block. Nothing can be said to a peer without the fast extension. */
    void reject(int piece, int begin, int length) {
        if (fast) {
            output.reject(piece, begin, length);
        }
    }

    public void flush() {
        output.flush();
    }

    @Override
    public long queuedBytes() {
        return output.queuedBytes();
    }

    /** Tells the peer whether we want data, unless it knows. */
    void tellUploadOnly(boolean now) {
        extensions.tellUploadOnly(now);
    }

    /** The peer wants no data from now on, or does again. */
    void onUploadOnly(boolean now) {
        extensions.uploadOnly(now);
        if (now) {
            phase.onUploadOnly();
        }
    }

    void onSent(long bytes) {
        state.onSent(bytes);
    }

    ConnectionHost host() {
        return host;
    }

    PeerPhase phase() {
        return phase;
    }

    private PieceExchange exchange() {
        if (phase instanceof PieceExchange exchange) {
            return exchange;
        }
        throw new IllegalStateException("no pieces are exchanged with " + address() + " yet");
    }
}
