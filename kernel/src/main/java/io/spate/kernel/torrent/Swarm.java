package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.PeerBanned;
import io.spate.api.alert.PeerConnectFailed;
import io.spate.api.alert.PeerConnected;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.TorrentView;
import io.spate.kernel.peer.CloseReason;
import io.spate.kernel.peer.ConnectionHost;
import io.spate.kernel.peer.Dialled;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.peer.Handshaking;
import io.spate.kernel.peer.OpenHook;
import io.spate.kernel.peer.OpenProtocol;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.LimitSettings;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The peers of one torrent: dials those that are known, lets in those that dial us, and keeps one connection to each; what the
 * connections are put to is their {@link Members}'s business. Confined to the torrent's loop.
 */
final class Swarm implements ConnectionHost {
    private static final String WITHDRAWN = "who told of it takes it back";

    private final TorrentServices services;
    private final TorrentView torrent;
    private final Loop loop;
    private final TorrentPlugins plugins;
    private final Clock clock;
    private final Alerts alerts;
    private final PeerId ourId;
    private final PeerDialer dialer;
    private final PeerSettings peerLimits;
    private final LimitSettings limits;
    private final ConnectionCount sessionCount;
    private final DialBudget dials;
    private final Members members;
    private final PeerList known;
    private final List<PeerConnection> connections = new ArrayList<>();
    /** Handshakes under way, of links that we opened and of those that others did. */
    private final Set<Handshaking> shaking = new LinkedHashSet<>();
    /** Those that are being dialled, each attempt for itself; but for those whose source withdrew them meanwhile. */
    private final Set<PeerList.Candidate> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    private int peerNumbers;
    private int halfOpen;
    private int resolving;
    private boolean open = true;

    Swarm(TorrentServices services, TorrentView torrent, Loop loop, TorrentPlugins plugins, Members members) {
        SwarmServices shared = services.swarm();
        this.services = services;
        this.torrent = torrent;
        this.loop = loop;
        this.plugins = plugins;
        this.clock = shared.clock();
        this.alerts = shared.alerts();
        this.ourId = shared.peerId();
        this.dialer = shared.dialer();
        this.peerLimits = shared.peerLimits();
        this.limits = shared.limits();
        this.sessionCount = shared.sessionCount();
        this.dials = shared.dials();
        this.members = members;
        this.known = new PeerList(peerLimits);
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
        return connections.isEmpty() && shaking.isEmpty() && halfOpen == 0 && resolving == 0;
    }

    /** How many more peers could be put to use. */
    int need() {
        return open
                ? Math.max(0, limits.connectionsPerTorrent() - Math.max(connections.size() + halfOpen, known.size()))
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
            dial();
        }
    }

    /** Dials a peer at once, by one transport, if there is room for it: it dials us at this moment (BEP 55). */
    void dialNow(PeerAddress address, String transport, String source) {
        boolean isRoom = open && connections.size() + halfOpen < limits.connectionsPerTorrent();
        if (isRoom && !known.isBanned(address) && !isConnected(address) && mayDial()) {
            FoundPeer peer = FoundPeer.at(address);
            known.add(peer, source, loop.nanoTime());
            dial(new PeerList.Candidate(peer, source), Optional.of(transport));
        }
    }

    /** What a source told is void: its peers are let go (BEP 27), those that are being dialled as soon as they answer. */
    void onWithdrawn(String source, String reason) {
        underWay.removeIf(candidate -> candidate.source().equals(source));
        List.copyOf(connections).stream()
                .filter(peer -> peer.source().equals(source))
                .forEach(peer -> peer.close(reason));
        known.withdraw(source);
    }

    /** Dials as many candidates as the limits allow. */
    void dial() {
        while (open && connections.size() + halfOpen < limits.connectionsPerTorrent()) {
            Optional<PeerList.Candidate> next = known.next(loop.nanoTime());
            if (next.isEmpty()) {
                return;
            }
            if (isConnected(next.get().peer().address())) {
                known.onBusy(next.get().peer().address()); // it dialled us while we did
                continue;
            }
            if (!mayDial()) {
                return; // the next tick tries again
            }
            dial(next.get(), Optional.empty());
        }
    }

    /**
     * A peer dialled us and named this torrent.
     *
     * @param link on the torrent's loop, not reading
     * @param early what came behind the part that the decoder has; taken over
     */
    void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        Optional<String> refusal = refusal(link);
        if (refusal.isPresent()) {
            early.release();
            link.close();
            postConnectFailed(link.remote(), refusal.get());
            return;
        }
        Handshaking handshaking = handshaking(link, decoder, new Accepted(link));
        handshaking.start(ours(decoder.infoHash().orElseThrow()), early);
    }

    void tick(double seconds) {
        for (PeerConnection peer : List.copyOf(connections)) {
            peer.tick(seconds);
        }
        refill();
        dial();
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

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public PeerSettings limits() {
        return peerLimits;
    }

    @Override
    public RateLimit downloadLimit() {
        return services.downloadLimit();
    }

    @Override
    public String userAgent() {
        return services.userAgent();
    }

    @Override
    public int listenPort() {
        return services.contributions().session().listenPort();
    }

    @Override
    public List<OpenProtocol> protocols() {
        return plugins.protocols();
    }

    @Override
    public List<OpenHook> hooks() {
        return plugins.hooks();
    }

    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        return plugins.handshakeKeys();
    }

    /** A peer may say under which address it sees us. One that dialled us is known by the address where it listens from now on. */
    @Override
    public void onIntroduced(PeerConnection peer, ExtensionHandshake handshake) {
        handshake.yourIp().ifPresent(ours -> known.onSeenAs(peer.address(), ours, listenPort()));
        if (peer.isIncoming()) {
            peer.listenAddress().ifPresent(address -> known.onListening(address, loop.nanoTime()));
        }
    }

    /** The peer may be tried again later. */
    @Override
    public void onClosed(PeerConnection peer, CloseReason reason) {
        connections.remove(peer);
        sessionCount.leave();
        remember(peer, reason.fault() || peer.downloaded() + peer.uploaded() == 0);
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new PeerDisconnected(
                    clock.instant(),
                    torrent.id(),
                    peer.address(),
                    reason.text(),
                    reason.byUs(),
                    reason.fault(),
                    peer.downloaded(),
                    peer.uploaded()));
        }
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
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new PeerBanned(clock.instant(), torrent.id(), address, reason));
        }
    }

    /** Neither end wants data: nothing will pass between us, unless that changes. */
    void onUseless(PeerConnection peer) {
        known.onUseless(dialable(peer));
        peer.close("neither end wants data");
    }

    void onMoreWanted() {
        known.forgiveUseless();
        dial();
    }

    void close(String reason) {
        open = false;
        List.copyOf(shaking).forEach(handshaking -> handshaking.abort(reason));
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
    private void resolve(FoundPeer host, String source) {
        resolving++;
        dialer.resolve(host.address())
                .onComplete(resolved -> loop.execute(() -> {
                    resolving--;
                    if (resolved.succeeded()) {
                        onFound(
                                resolved.result().stream()
                                        .map(address -> new FoundPeer(address, host.traits()))
                                        .toList(),
                                source);
                    } else {
                        postConnectFailed(host.address(), resolved.cause().getMessage());
                    }
                }));
    }

    /** Whether the session has room for one more attempt, which is then counted until it ends. */
    private boolean mayDial() {
        if (!sessionCount.tryEnter()) {
            return false;
        }
        if (!dials.tryBegin(loop.nanoTime())) {
            sessionCount.leave();
            return false;
        }
        return true;
    }

    /** @param only the transport to use; empty for those of the settings */
    private void dial(PeerList.Candidate candidate, Optional<String> only) {
        PeerAddress address = candidate.peer().address();
        known.onBusy(address);
        underWay.add(candidate);
        halfOpen++;
        Optional<String> refusal = dialer.refusal(address, false);
        if (refusal.isPresent()) {
            underWay.remove(candidate);
            onDialFailed(address, refusal.get());
            return;
        }
        attempt(candidate, dialer.dial(torrent, candidate.peer(), only, loop, peerLimits.connectTimeout()));
    }

    /** Goes the next way to a peer that is being dialled. */
    private void attempt(PeerList.Candidate candidate, Dialling dialling) {
        dialling.next(ours(hash().truncated())).onComplete(linked -> {
            if (linked.failed()) {
                onAttemptFailed(candidate, dialling, linked.cause().getMessage());
            } else if (!isWanted(candidate)) {
                linked.result().early().release();
                linked.result().link().close();
                onAttemptFailed(candidate, dialling, open ? WITHDRAWN : "the torrent is stopped");
            } else {
                exchange(candidate, dialling, linked.result());
            }
        });
    }

    private boolean isWanted(PeerList.Candidate candidate) {
        return open && underWay.contains(candidate);
    }

    private void onAttemptFailed(PeerList.Candidate candidate, Dialling dialling, String reason) {
        String all = dialling.onFailed(reason);
        boolean isWanted = isWanted(candidate);
        if (isWanted && dialling.hasNext()) {
            attempt(candidate, dialling);
            return;
        }
        underWay.remove(candidate);
        onDialFailed(candidate.peer().address(), all);
        if (isWanted) {
            members.onUnreachable(candidate.peer());
        }
    }

    private void onDialFailed(PeerAddress address, String reason) {
        halfOpen--;
        dials.end();
        sessionCount.leave();
        known.onEnded(address, true, loop.nanoTime());
        postConnectFailed(address, reason);
        if (open) {
            loop.execute(this::dial);
        }
    }

    private Optional<String> refusal(PeerLink link) {
        if (!open) {
            return Optional.of("the torrent is stopped");
        }
        if (known.isBanned(link.remote())) {
            return Optional.of("banned");
        }
        if (connections.size() + shaking.size() >= limits.connectionsPerTorrent()) {
            return Optional.of("the torrent has " + limits.connectionsPerTorrent() + " peers already");
        }
        return sessionCount.tryEnter()
                ? Optional.empty()
                : Optional.of("the session has " + sessionCount.limit() + " peers already");
    }

    private void exchange(PeerList.Candidate candidate, Dialling dialling, Dialled dialled) {
        PeerLink link = dialled.link();
        Handshaking handshaking = handshaking(link, new HandshakeDecoder(), new Attempt(link, candidate, dialling));
        if (dialled.greeted()) {
            handshaking.await(dialled.early());
        } else {
            handshaking.start(ours(hash().truncated()), dialled.early());
        }
    }

    private Handshaking handshaking(PeerLink link, HandshakeDecoder decoder, Shaking listener) {
        Handshaking handshaking = new Handshaking(link, decoder, peerLimits.handshakeTimeout(), listener);
        listener.handshaking = handshaking;
        shaking.add(handshaking);
        return handshaking;
    }

    private Handshake ours(InfoHash hash) {
        return new Handshake(reserved(), hash, ourId);
    }

    private void onShaken(PeerLink link, Handshake theirs, ByteBuf rest, String source) {
        if (!link.isIncoming()) {
            halfOpen--;
            dials.end();
        }
        Optional<String> objection = objection(link, theirs);
        if (objection.isPresent()) {
            rest.release();
            link.close();
            sessionCount.leave();
            known.onEnded(link.remote(), true, loop.nanoTime());
            postConnectFailed(link.remote(), objection.get());
            return;
        }
        known.onConnected(link.remote());
        PeerConnection peer = new PeerConnection(peerNumbers++, this, link, theirs, source);
        members.onConnected(peer);
        connections.add(peer);
        postConnected(peer);
        peer.start();
        peer.onBytes(rest);
        peer.onBatchEnd();
    }

    private Optional<String> objection(PeerLink link, Handshake theirs) {
        if (!open) {
            return Optional.of("the torrent is stopped");
        }
        if (!torrent.infoHashes().matches(theirs.infoHash())) {
            return Optional.of("it answered for another torrent: " + theirs.infoHash());
        }
        if (theirs.peerId().equals(ourId)) {
            known.onUseless(link.remote());
            return Optional.of("it is ourselves");
        }
        Optional<PeerConnection> twin = connections.stream()
                .filter(peer -> peer.id().equals(theirs.peerId()))
                .findFirst();
        if (twin.isEmpty()) {
            return Optional.empty();
        }
        // Both ends judge alike: the link that the higher id opened stays.
        boolean weOpened = !link.isIncoming();
        boolean oursIsHigher = ourId.compareTo(theirs.peerId()) > 0;
        if (weOpened != oursIsHigher || twin.get().isIncoming() == link.isIncoming()) {
            return Optional.of("already connected");
        }
        twin.get().close("connected twice");
        return Optional.empty();
    }

    private void postConnected(PeerConnection peer) {
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new PeerConnected(
                    clock.instant(),
                    torrent.id(),
                    peer.address(),
                    peer.id().toString(),
                    peer.transport(),
                    peer.isIncoming(),
                    peer.source()));
        }
    }

    private void postConnectFailed(PeerAddress address, String reason) {
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new PeerConnectFailed(clock.instant(), torrent.id(), address, reason));
        }
    }

    private ReservedBits reserved() {
        return plugins.claimedBits().with(ReservedBit.EXTENSION_PROTOCOL).with(ReservedBit.FAST);
    }

    private InfoHash hash() {
        return torrent.infoHashes().best();
    }

    /** A link whose handshake is under way. */
    private abstract class Shaking implements Handshaking.Listener {
        final PeerLink link;
        private Handshaking handshaking;

        private Shaking(PeerLink link) {
            this.link = link;
        }

        @Override
        public final void onHandshake(Handshake theirs, ByteBuf rest) {
            shaking.remove(handshaking);
            succeed(theirs, rest);
        }

        @Override
        public final void onFailed(String reason, boolean fault) {
            shaking.remove(handshaking);
            fail(reason);
        }

        abstract void succeed(Handshake theirs, ByteBuf rest);

        abstract void fail(String reason);
    }

    /** One that the peer opened. */
    private final class Accepted extends Shaking {
        private Accepted(PeerLink link) {
            super(link);
        }

        @Override
        void succeed(Handshake theirs, ByteBuf rest) {
            onShaken(link, theirs, rest, PeerList.INCOMING);
        }

        @Override
        void fail(String reason) {
            sessionCount.leave();
            postConnectFailed(link.remote(), reason);
        }
    }

    /** One that we opened, by one of the ways to the peer. */
    private final class Attempt extends Shaking {
        private final PeerList.Candidate candidate;
        private final Dialling dialling;

        private Attempt(PeerLink link, PeerList.Candidate candidate, Dialling dialling) {
            super(link);
            this.candidate = candidate;
            this.dialling = dialling;
        }

        @Override
        void succeed(Handshake theirs, ByteBuf rest) {
            dialling.onReached();
            if (underWay.remove(candidate)) {
                onShaken(link, theirs, rest, candidate.source());
                return;
            }
            rest.release();
            link.close();
            onDialFailed(candidate.peer().address(), WITHDRAWN);
        }

        @Override
        void fail(String reason) {
            onAttemptFailed(candidate, dialling, reason);
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
