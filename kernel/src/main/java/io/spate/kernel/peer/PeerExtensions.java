package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.PeerAddress;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.peer.PeerProtocol;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.ExtensionIds;
import io.spate.kernel.wire.PeerExtensionIds;
import io.spate.kernel.wire.PeerWireEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The extension protocol with one peer (BEP 10): the handshakes, and the messages of plugins. Confined to the torrent's loop. */
final class PeerExtensions {
    private static final int HEADER_LENGTH = 6;
    /** Bytes of the longest extended handshake that is read; common ones have a few hundred. */
    private static final int MAX_HANDSHAKE = 64 * 1024;

    private final PeerConnection peer;
    private final boolean supported;
    private final ExtensionIds ourIds = new ExtensionIds();
    private final PeerExtensionIds peerIds = new PeerExtensionIds();
    private final PieceNotices notices;
    private final Map<String, Opened> opened = new LinkedHashMap<>();
    private Optional<String> client = Optional.empty();
    private Optional<PeerAddress> listenAddress = Optional.empty();
    private boolean uploadOnly;
    private boolean toldUploadOnly;
    private boolean prefersEncryption;

    /** @param supported whether both handshakes have the bit */
    PeerExtensions(PeerConnection peer, boolean supported) {
        this.peer = peer;
        this.supported = supported;
        this.notices = new PieceNotices(peer);
    }

    Optional<String> client() {
        return client;
    }

    /** Where the peer says that it accepts connections. */
    Optional<PeerAddress> listenAddress() {
        return listenAddress;
    }

    /** Whether the peer says that it wants no more data (BEP 21). */
    boolean isUploadOnly() {
        return uploadOnly;
    }

    boolean prefersEncryption() {
        return prefersEncryption;
    }

    boolean supports(String name) {
        return peerIds.id(name).isPresent();
    }

    /** Opens what there is for the peer, and introduces us. A plugin may already close the connection. */
    void start(List<OpenProtocol> protocols) {
        if (supported) {
            protocols.forEach(this::open);
            PieceNotices.claim(ourIds);
            sendHandshake();
        }
    }

    private void sendHandshake() {
        ConnectionHost host = peer.host();
        ExtensionHandshake.Builder handshake = ExtensionHandshake.builder()
                .messages(ourIds.ids())
                .client(host.userAgent())
                .requestLimit(host.limits().maxIncomingRequests());
        if (host.listenPort() > 0) {
            handshake.listenPort(host.listenPort());
        }
        toldUploadOnly = peer.phase().isUploadOnly();
        if (toldUploadOnly) {
            handshake.uploadOnly(true);
        }
        peer.address().socketAddress().ifPresent(address -> handshake.yourIp(address.getAddress()));
        Map<String, BencodeValue> more = new LinkedHashMap<>(host.handshakeKeys());
        List.copyOf(opened.values())
                .forEach(each -> more.putAll(each.guard()
                        .call(
                                "PeerProtocol.handshakeKeys",
                                each.protocol()::handshakeKeys,
                                Map.<String, BencodeValue>of())));
        send(ExtensionHandshake.ID, Unpooled.wrappedBuffer(handshake.build().encode(more)));
    }

    /** The peer wants no data from now on, or does again. */
    void uploadOnly(boolean now) {
        uploadOnly = now;
    }

    /** Tells the peer whether we want data, unless it knows: as it likes to hear it, or else by one more handshake (BEP 21). */
    void tellUploadOnly(boolean now) {
        if (!supported || peer.isClosed() || toldUploadOnly == now) {
            return;
        }
        toldUploadOnly = now;
        OptionalInt id = peerIds.id(PieceNotices.UPLOAD_ONLY);
        if (id.isPresent()) {
            send(id.getAsInt(), Unpooled.buffer(1).writeBoolean(now));
        } else {
            byte[] handshake =
                    ExtensionHandshake.builder().uploadOnly(now).build().encode(Map.of());
            send(ExtensionHandshake.ID, Unpooled.wrappedBuffer(handshake));
        }
    }

    /** A plugin came while we are connected: the peer learns its id by one more handshake. */
    void add(OpenProtocol protocol) {
        if (supported) {
            open(protocol);
            if (opened.containsKey(protocol.name())) {
                ourIds.claim(protocol.name()).ifPresent(id -> tellId(protocol.name(), id));
            }
        }
    }

    /** A plugin went while we are connected. */
    void remove(OpenProtocol protocol) {
        Opened removed = opened.remove(protocol.name());
        if (removed != null) {
            ourIds.release(protocol.name());
            tellId(protocol.name(), 0);
            close(removed);
        }
    }

    /** Whether a message of this id is worth gathering. */
    boolean wants(int id, int length) {
        if (id == ExtensionHandshake.ID) {
            return supported && length <= MAX_HANDSHAKE;
        }
        return ourIds.name(id).isPresent();
    }

    void onMessage(int id, byte[] payload) {
        if (id == ExtensionHandshake.ID) {
            ExtensionHandshake.parse(payload).ifPresent(this::onHandshake);
            return;
        }
        String name = ourIds.name(id).orElse("");
        if (PieceNotices.isOne(name)) {
            notices.onMessage(name, payload);
        } else {
            Optional.ofNullable(opened.get(name)).ifPresent(each -> pass(each, payload));
        }
    }

    /** A message that a plugin stumbles over ends the connection: it would be the next, too. */
    private void pass(Opened to, byte[] payload) {
        boolean passed = to.guard()
                .call(
                        "PeerProtocol.onMessage",
                        () -> {
                            to.protocol().onMessage(Unpooled.wrappedBuffer(payload));
                            return true;
                        },
                        false);
        if (!passed) {
            peer.close("plugin " + to.guard().owner() + " failed at a message of it");
        }
    }

    /** @return whether the peer wants messages of this name; takes the payload */
    boolean send(String name, ByteBuf payload) {
        OptionalInt id = peerIds.id(name);
        if (id.isEmpty()) {
            payload.release();
            return false;
        }
        send(id.getAsInt(), payload);
        peer.flush();
        return true;
    }

    void close() {
        List<Opened> closing = List.copyOf(opened.values());
        opened.clear();
        closing.forEach(PeerExtensions::close);
    }

    private void open(OpenProtocol protocol) {
        if (peer.isClosed()
                || opened.containsKey(protocol.name())
                || PieceNotices.isOne(protocol.name())
                || ourIds.claim(protocol.name()).isEmpty()) {
            return;
        }
        PeerProtocol forPeer = protocol.guard()
                .call("TorrentProtocol.open", () -> protocol.protocol().open(peer), (PeerProtocol) null);
        if (forPeer == null) {
            ourIds.release(protocol.name());
        } else if (peer.isClosed()) {
            close(new Opened(protocol.guard(), forPeer));
        } else {
            opened.put(protocol.name(), new Opened(protocol.guard(), forPeer));
        }
    }

    private void onHandshake(BencodeDictionary dictionary) {
        ExtensionHandshake handshake = ExtensionHandshake.of(dictionary);
        peerIds.update(handshake.messages());
        client = handshake.client().or(() -> client);
        prefersEncryption = handshake.prefersEncryption().orElse(prefersEncryption);
        // The first counts: a peer that tells one after another wants to fill our list of peers.
        listenAddress = listenAddress.or(() -> handshake.listenPort().stream()
                .mapToObj(port ->
                        new PeerAddress(peer.address().scheme(), peer.address().host(), port))
                .findFirst());
        handshake.requestLimit().ifPresent(peer.phase()::onRequestLimit);
        handshake.uploadOnly().ifPresent(peer::onUploadOnly);
        peer.host().onIntroduced(peer, handshake);
        // On a copy: a call may close the connection.
        List.copyOf(opened.values()).stream()
                .takeWhile(each -> !peer.isClosed())
                .forEach(each -> each.guard()
                        .run("PeerProtocol.onHandshake", () -> each.protocol().onHandshake(dictionary)));
    }

    private void tellId(String name, int id) {
        byte[] handshake =
                ExtensionHandshake.builder().messages(Map.of(name, id)).build().encode(Map.of());
        send(ExtensionHandshake.ID, Unpooled.wrappedBuffer(handshake));
    }

    private void send(int id, ByteBuf payload) {
        ByteBuf message = Unpooled.buffer(HEADER_LENGTH + payload.readableBytes());
        try {
            PeerWireEncoder.extended(message, id, payload);
        } finally {
            payload.release();
        }
        peer.send(message);
    }

    private static void close(Opened each) {
        each.guard().run("PeerProtocol.onClosed", each.protocol()::onClosed);
    }

    private record Opened(Guard guard, PeerProtocol protocol) {}
}
