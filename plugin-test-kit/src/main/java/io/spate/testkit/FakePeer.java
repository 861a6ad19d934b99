package io.spate.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.LinkTag;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerTrait;
import io.spate.api.peer.PeerView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connected peer, which a test sets up and changes as it likes; keeps what is sent to it. For one thread. */
public final class FakePeer implements PeerView {
    private final PeerAddress address;
    private final boolean incoming;
    private final PeerId id;
    private final Set<String> supported = new LinkedHashSet<>();
    private final Set<LinkTag> tags = EnumSet.of(LinkTag.TCP);
    private final Set<PeerTrait> traits = EnumSet.noneOf(PeerTrait.class);
    private final Set<String> handshakeBits = new LinkedHashSet<>();
    private final List<PeerMessage> said = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private Optional<PeerAddress> listenAddress;
    private Bitfield pieces = new Bitfield(0);
    private Optional<String> closed = Optional.empty();
    private long queuedBytes;

    private FakePeer(PeerAddress address, boolean incoming) {
        this.address = address;
        this.incoming = incoming;
        this.listenAddress = incoming ? Optional.empty() : Optional.of(address);
        byte[] padded = Arrays.copyOf(address.toString().getBytes(StandardCharsets.UTF_8), PeerId.LENGTH);
        this.id = PeerId.of(padded);
    }

    /** A peer that we dialled. @param address such as {@code 10.0.0.1:6881} */
    public static FakePeer dialled(String address) {
        FakePeer peer = new FakePeer(PeerAddress.parse(address).orElseThrow(), false);
        peer.traits.add(PeerTrait.REACHABLE);
        return peer;
    }

    /** A peer that dialled us, and has not said where it listens. */
    public static FakePeer incoming(String address) {
        return new FakePeer(PeerAddress.parse(address).orElseThrow(), true);
    }

    /** It announces these extended messages, beside those before. */
    public FakePeer supporting(String... extendedMessages) {
        supported.addAll(List.of(extendedMessages));
        return this;
    }

    /** Its handshake has these reserved bits, by name. */
    public FakePeer withHandshakeBits(String... names) {
        handshakeBits.addAll(List.of(names));
        return this;
    }

    /** It has told where it listens. */
    public FakePeer listeningAt(String listens) {
        listenAddress = Optional.of(PeerAddress.parse(listens).orElseThrow());
        return this;
    }

    public FakePeer with(PeerTrait... more) {
        traits.addAll(List.of(more));
        return this;
    }

    public FakePeer with(LinkTag... more) {
        tags.addAll(List.of(more));
        return this;
    }

    public FakePeer having(Bitfield has) {
        pieces = has;
        return this;
    }

    /** It does not read what is sent to it: so many bytes wait. */
    public FakePeer withQueuedBytes(long bytes) {
        queuedBytes = bytes;
        return this;
    }

    /** The payloads of the messages of this name that were sent to it, in their order. */
    public List<byte[]> sent(String extendedMessage) {
        return sent.stream()
                .filter(message -> message.name.equals(extendedMessage))
                .map(message -> message.payload.clone())
                .toList();
    }

    /** The core messages that were said to it, in their order. */
    public List<PeerMessage> said() {
        return List.copyOf(said);
    }

    /** Why the plugin closed the connection, if it did. */
    public Optional<String> closed() {
        return closed;
    }

    @Override
    public PeerAddress address() {
        return address;
    }

    @Override
    public PeerId id() {
        return id;
    }

    @Override
    public Set<LinkTag> tags() {
        return Set.copyOf(tags);
    }

    @Override
    public boolean isIncoming() {
        return incoming;
    }

    @Override
    public Optional<String> client() {
        return Optional.empty();
    }

    @Override
    public Optional<PeerAddress> listenAddress() {
        return listenAddress;
    }

    @Override
    public Set<PeerTrait> traits() {
        return Set.copyOf(traits);
    }

    @Override
    public Bitfield pieces() {
        return pieces;
    }

    @Override
    public boolean supports(String extendedMessage) {
        return supported.contains(extendedMessage);
    }

    @Override
    public boolean sendExtended(String extendedMessage, ByteBuf payload) {
        try {
            boolean sending = supports(extendedMessage) && closed.isEmpty();
            if (sending) {
                sent.add(new Sent(extendedMessage, ByteBufUtil.getBytes(payload)));
            }
            return sending;
        } finally {
            payload.release();
        }
    }

    @Override
    public boolean hasHandshakeBit(String name) {
        return handshakeBits.contains(name);
    }

    @Override
    public void send(PeerMessage message) {
        if (message instanceof PeerMessage.Piece) {
            throw new IllegalArgumentException("message: " + message + " (expected: no block)");
        }
        if (closed.isEmpty()) {
            said.add(message);
        }
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public void close(String reason) {
        closed = closed.or(() -> Optional.of(reason));
    }

    @Override
    public String toString() {
        return address.toString();
    }

    private record Sent(String name, byte[] payload) {}
}
