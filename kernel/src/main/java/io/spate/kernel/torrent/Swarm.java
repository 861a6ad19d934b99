package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.TorrentView;
import io.spate.kernel.peer.CloseReason;
import io.spate.kernel.peer.Handshaking;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.settings.LimitSettings;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The peers of one torrent: those that are known, of whom {@link Dials} dials as many as it may; those that dial us, if {@link
 * Admission} lets them in; and one connection to each. What the connections are put to is their {@link Members}'s business.
 * Confined to the torrent's loop.
 */
final class Swarm {
    private static final String STOPPED = "the torrent is stopped";

    private final TorrentView torrent;
    private final Loop loop;
    private final TorrentPlugins plugins;
    private final PeerId ourId;
    private final PeerDialer resolver;
    private final PeerSettings peerLimits;
    private final LimitSettings limits;
    private final ConnectionCount sessionCount;
    private final Members members;
    private final PeerList known;
    private final List<PeerConnection> connections = new ArrayList<>();
    private final Handshakes handshakes;
    private final Admission admission;
    private final Dials dials;
    private final SwarmAlerts alerts;
    private final SwarmHost host;
    private int peerNumbers;
    private int resolving;
    private boolean open = true;

    Swarm(TorrentServices services, TorrentView torrent, Loop loop, TorrentPlugins plugins, Members members) {
        SwarmServices shared = services.swarm();
        this.torrent = torrent;
        this.loop = loop;
        this.plugins = plugins;
        this.ourId = shared.peerId();
        this.resolver = shared.dialer();
        this.peerLimits = shared.peerLimits();
        this.limits = shared.limits();
        this.sessionCount = shared.sessionCount();
        this.members = members;
        this.known = new PeerList(peerLimits);
        this.handshakes = new Handshakes(peerLimits.handshakeTimeout());
        this.admission = new Admission(shared, torrent, known, connections, handshakes);
        this.alerts = new SwarmAlerts(torrent, shared.alerts(), shared.clock());
        this.dials = new Dials(shared, torrent, loop, known, handshakes, alerts, new DialHost());
        this.host = new SwarmHost(services, loop, plugins, this::onIntroduced, this::onClosed);
    }

    /** The connected peers, in the order in which they came. Not to be kept. */
    List<PeerConnection> connections() {
        return connections;
    }

    /** On a copy: a call may close a connection. */
    void eachPeer(Consumer<PeerConnection> call) {
        List.copyOf(connections).forEach(call);
    }

    int known() {
        return known.size();
    }

    /** Whether nobody is connected, nor about to be. */
    boolean isQuiet() {
        return connections.isEmpty() && handshakes.count() == 0 && dials.halfOpen() == 0 && resolving == 0;
    }

    /** How many more peers could be put to use. */
    int need() {
        return open
                ? Math.max(
                        0,
                        limits.connectionsPerTorrent() - Math.max(connections.size() + dials.halfOpen(), known.size()))
                : 0;
    }

    void onFound(Collection<FoundPeer> peers, String source) {
        long now = loop.nanoTime();
        boolean news = false;
        for (FoundPeer peer : peers) {
            if (peer.address().scheme().equals(PeerAddress.HOST)) {
                resolve(peer, source);
            } else {
                news |= peer.address().port() > 0 && known.add(peer, source, now);
            }
        }
        if (news) {
            members.onCandidates();
            dials.dial();
        }
    }

    /** Dials a peer at once, by one transport, if there is room for it: it dials us at this moment (BEP 55). */
    void dialNow(PeerAddress address, String transport, String source) {
        dials.dialNow(address, transport, source);
    }

    /** What a source told is void: its peers are let go (BEP 27), those that are being dialled as soon as they answer. */
    void onWithdrawn(String source, String reason) {
        dials.withdraw(source);
        List.copyOf(connections).stream()
                .filter(peer -> peer.source().equals(source))
                .forEach(peer -> peer.close(reason));
        known.withdraw(source);
    }

    /**
     * A peer dialled us and named this torrent.
     *
     * @param link on the torrent's loop, not reading
     * @param early what came behind the part that the decoder has; taken over
     */
    void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        Optional<String> refusal = open ? admission.refusal(link) : Optional.of(STOPPED);
        if (refusal.isPresent()) {
            early.release();
            link.close();
            alerts.connectFailed(link.remote(), refusal.get());
            return;
        }
        handshakes
                .begin(link, decoder, new Accepted(link))
                .start(ours(decoder.infoHash().orElseThrow()), early);
    }

    void tick(double seconds) {
        for (PeerConnection peer : List.copyOf(connections)) {
            peer.tick(seconds);
        }
        refill();
        dials.dial();
    }

    /** Has all peers asked for more; those that keep us waiting last, or they would take back at once what they gave back. */
    void refill() {
        List<PeerConnection> slow = new ArrayList<>();
        for (PeerConnection peer : List.copyOf(connections)) {
            if (peer.isSnubbed()) {
                slow.add(peer);
            } else {
                peer.refill();
            }
        }
        slow.forEach(PeerConnection::refill);
    }

    Loop loop() {
        return loop;
    }

    /** A peer may say under which address it sees us. One that dialled us is known by the address where it listens from now on. */
    private void onIntroduced(PeerConnection peer, ExtensionHandshake handshake) {
        handshake.yourIp().ifPresent(ours -> known.onSeenAs(peer.address(), ours, host.listenPort()));
        if (peer.isIncoming()) {
            peer.listenAddress().ifPresent(address -> known.onListening(address, loop.nanoTime()));
        }
    }

    /** The peer may be tried again later. */
    private void onClosed(PeerConnection peer, CloseReason reason) {
        connections.remove(peer);
        sessionCount.leave();
        remember(peer, reason.fault() || peer.downloaded() + peer.uploaded() == 0);
        alerts.disconnected(peer, reason);
        members.onClosed(peer);
    }

    /** Never again in this run. */
    void ban(PeerAddress address, String reason) {
        if (known.isBanned(address)) {
            return; // for another piece that it sent
        }
        known.ban(address);
        List.copyOf(connections).stream()
                .filter(peer -> peer.address().host().equals(address.host()))
                .forEach(peer -> peer.close("banned: " + reason));
        alerts.banned(address, reason);
    }

    /** Neither end wants data: nothing will pass between us, unless that changes. */
    void onUseless(PeerConnection peer) {
        known.onUseless(dialable(peer));
        peer.close("neither end wants data");
    }

    void onMoreWanted() {
        known.forgiveUseless();
        dials.dial();
    }

    void close(String reason) {
        open = false;
        handshakes.abort(reason);
        eachPeer(peer -> peer.close(reason));
    }

    private void remember(PeerConnection peer, boolean failed) {
        known.onSeen(dialable(peer), peer.traits());
        if (!isConnected(dialable(peer))) {
            known.onEnded(dialable(peer), failed, loop.nanoTime());
        }
    }

    private boolean isConnected(PeerAddress address) {
        return connections.stream().anyMatch(peer -> dialable(peer).equals(address));
    }

    /** By which address the peer is known: where it listens, if we know that. */
    private static PeerAddress dialable(PeerConnection peer) {
        return peer.listenAddress().orElse(peer.address());
    }

    /** A name becomes the addresses that it stands for, so that a peer is known by one name only. */
    private void resolve(FoundPeer named, String source) {
        resolving++;
        resolver.resolve(named.address())
                .onComplete(resolved -> loop.execute(() -> {
                    resolving--;
                    if (resolved.succeeded()) {
                        onFound(
                                resolved.result().stream()
                                        .map(address -> new FoundPeer(address, named.traits()))
                                        .toList(),
                                source);
                    } else {
                        alerts.connectFailed(named.address(), resolved.cause().getMessage());
                    }
                }));
    }

    private Handshake ours(InfoHash hash) {
        return new Handshake(reserved(), hash, ourId);
    }

    private void onHandshake(PeerLink link, Handshake theirs, ByteBuf rest, String source) {
        Optional<String> objection = open ? admission.objection(link, theirs) : Optional.of(STOPPED);
        if (objection.isPresent()) {
            rest.release();
            link.close();
            sessionCount.leave();
            known.onEnded(link.remote(), true, loop.nanoTime());
            alerts.connectFailed(link.remote(), objection.get());
            return;
        }
        known.onConnected(link.remote());
        PeerConnection peer = new PeerConnection(peerNumbers++, host, link, theirs, source);
        members.onConnected(peer);
        connections.add(peer);
        alerts.connected(peer);
        peer.start();
        peer.onBytes(rest);
        peer.onBatchEnd();
    }

    private ReservedBits reserved() {
        return plugins.claimedBits().with(ReservedBit.EXTENSION_PROTOCOL).with(ReservedBit.FAST);
    }

    /** A link that the peer opened, whose handshake is under way. */
    private final class Accepted implements Handshaking.Listener {
        private final PeerLink link;

        private Accepted(PeerLink link) {
            this.link = link;
        }

        @Override
        public void onHandshake(Handshake theirs, ByteBuf rest) {
            Swarm.this.onHandshake(link, theirs, rest, PeerList.INCOMING);
        }

        @Override
        public void onFailed(String reason, boolean fault) {
            sessionCount.leave();
            alerts.connectFailed(link.remote(), reason);
        }
    }

    private final class DialHost implements Dials.Host {
        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public int connected() {
            return connections.size();
        }

        @Override
        public boolean isConnected(PeerAddress address) {
            return Swarm.this.isConnected(address);
        }

        @Override
        public Handshake handshake() {
            return ours(torrent.infoHashes().best().truncated());
        }

        @Override
        public void onHandshake(PeerLink link, Handshake theirs, ByteBuf rest, String source) {
            Swarm.this.onHandshake(link, theirs, rest, source);
        }

        @Override
        public void onUnreachable(FoundPeer peer) {
            members.onUnreachable(peer);
        }
    }

    /** Who puts the peers to use. Called on the torrent's loop. */
    interface Members {
        /** More peers are known than before. */
        void onCandidates();

        /** A peer is about to be introduced to us. */
        void onConnected(PeerConnection peer);

        /** The connection has ended. */
        void onClosed(PeerConnection peer);

        /** A peer was dialled in vain. */
        void onUnreachable(FoundPeer peer);
    }
}
