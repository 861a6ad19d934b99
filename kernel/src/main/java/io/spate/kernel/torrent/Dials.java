package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.TorrentView;
import io.spate.kernel.peer.Dialled;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.peer.Handshaking;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.peer.PeerList;
import io.spate.kernel.settings.LimitSettings;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Dials the peers that one torrent knows: as many at once as the limits allow, each by one way after the other, until a handshake
 * is done. Confined to the torrent's loop.
 */
final class Dials {
    private static final String WITHDRAWN = "who told of it takes it back";

    private final TorrentView torrent;
    private final Loop loop;
    private final PeerDialer dialer;
    private final PeerSettings peerLimits;
    private final LimitSettings limits;
    private final ConnectionCount sessionCount;
    private final DialBudget budget;
    private final PeerList known;
    private final Handshakes handshakes;
    private final SwarmAlerts alerts;
    private final Host host;
    /** Those that are being dialled, each attempt for itself; but for those whose source withdrew them meanwhile. */
    private final Set<PeerList.Candidate> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    private int halfOpen;

    Dials(
            SwarmServices shared,
            TorrentView torrent,
            Loop loop,
            PeerList known,
            Handshakes handshakes,
            SwarmAlerts alerts,
            Host host) {
        this.torrent = torrent;
        this.loop = loop;
        this.dialer = shared.dialer();
        this.peerLimits = shared.peerLimits();
        this.limits = shared.limits();
        this.sessionCount = shared.sessionCount();
        this.budget = shared.dials();
        this.known = known;
        this.handshakes = handshakes;
        this.alerts = alerts;
        this.host = host;
    }

    /** Attempts that have not led to a handshake yet, nor failed. */
    int halfOpen() {
        return halfOpen;
    }

    /** Dials as many candidates as the limits allow. */
    void dial() {
        while (hasRoom()) {
            Optional<PeerList.Candidate> next = known.next(loop.nanoTime());
            if (next.isEmpty()) {
                return;
            }
            if (host.isConnected(next.get().peer().address())) {
                known.onBusy(next.get().peer().address()); // it dialled us while we did
                continue;
            }
            if (!mayBegin()) {
                return; // the next tick tries again
            }
            begin(next.get(), Optional.empty());
        }
    }

    /** Dials a peer at once, by one transport, if there is room for it: it dials us at this moment (BEP 55). */
    void dialNow(PeerAddress address, String transport, String source) {
        if (hasRoom() && !known.isBanned(address) && !host.isConnected(address) && mayBegin()) {
            FoundPeer peer = FoundPeer.at(address);
            known.add(peer, source, loop.nanoTime());
            begin(new PeerList.Candidate(peer, source), Optional.of(transport));
        }
    }

    /** The peers of the source that are being dialled are let go as soon as they answer. */
    void withdraw(String source) {
        underWay.removeIf(candidate -> candidate.source().equals(source));
    }

    private boolean hasRoom() {
        return host.isOpen()
                && dialer.refusal().isEmpty()
                && host.connected() + halfOpen < limits.connectionsPerTorrent();
    }

    /** Whether the session has room for one more attempt, which is then counted until it ends. */
    private boolean mayBegin() {
        if (!sessionCount.tryEnter()) {
            return false;
        }
        if (!budget.tryBegin(loop.nanoTime())) {
            sessionCount.leave();
            return false;
        }
        return true;
    }

    /** @param only the transport to use; empty for those of the settings */
    private void begin(PeerList.Candidate candidate, Optional<String> only) {
        PeerAddress address = candidate.peer().address();
        known.onBusy(address);
        underWay.add(candidate);
        halfOpen++;
        Optional<String> refusal = dialer.refusal(address, false);
        if (refusal.isPresent()) {
            underWay.remove(candidate);
            giveUp(address, refusal.get());
            return;
        }
        attempt(candidate, dialer.dial(torrent, candidate.peer(), only, loop, peerLimits.connectTimeout()));
    }

    /** Goes the next way to a peer that is being dialled. */
    private void attempt(PeerList.Candidate candidate, Dialling dialling) {
        dialling.next(host.handshake()).onComplete(linked -> {
            if (linked.failed()) {
                onAttemptFailed(candidate, dialling, linked.cause().getMessage());
            } else if (!isWanted(candidate)) {
                linked.result().early().release();
                linked.result().link().close();
                onAttemptFailed(candidate, dialling, host.isOpen() ? WITHDRAWN : "the torrent is stopped");
            } else {
                shakeHands(candidate, dialling, linked.result());
            }
        });
    }

    private boolean isWanted(PeerList.Candidate candidate) {
        return host.isOpen() && underWay.contains(candidate);
    }

    private void shakeHands(PeerList.Candidate candidate, Dialling dialling, Dialled dialled) {
        Attempt attempt = new Attempt(dialled.link(), candidate, dialling);
        Handshaking handshaking = handshakes.begin(dialled.link(), new HandshakeDecoder(), attempt);
        if (dialled.greeted()) {
            handshaking.await(dialled.early());
        } else {
            handshaking.start(host.handshake(), dialled.early());
        }
    }

    private void onAttemptFailed(PeerList.Candidate candidate, Dialling dialling, String reason) {
        String all = dialling.onFailed(reason);
        boolean isWanted = isWanted(candidate);
        if (isWanted && dialling.hasNext()) {
            attempt(candidate, dialling);
            return;
        }
        underWay.remove(candidate);
        giveUp(candidate.peer().address(), all);
        if (isWanted) {
            host.onUnreachable(candidate.peer());
        }
    }

    private void giveUp(PeerAddress address, String reason) {
        onEnded();
        sessionCount.leave();
        known.onEnded(address, dialer.refusal().isEmpty(), loop.nanoTime()); // a refusal is no fault of the peer
        alerts.connectFailed(address, reason);
        if (host.isOpen()) {
            loop.execute(this::dial);
        }
    }

    private void onEnded() {
        halfOpen--;
        budget.end();
    }

    /** A link by one of the ways to a peer, whose handshake is under way. */
    private final class Attempt implements Handshaking.Listener {
        private final PeerLink link;
        private final PeerList.Candidate candidate;
        private final Dialling dialling;

        private Attempt(PeerLink link, PeerList.Candidate candidate, Dialling dialling) {
            this.link = link;
            this.candidate = candidate;
            this.dialling = dialling;
        }

        @Override
        public void onHandshake(Handshake theirs, ByteBuf rest) {
            dialling.onReached();
            if (underWay.remove(candidate)) {
                onEnded();
                host.onHandshake(link, theirs, rest, candidate.source());
                return;
            }
            rest.release();
            link.close();
            giveUp(candidate.peer().address(), WITHDRAWN);
        }

        @Override
        public void onFailed(String reason, boolean fault) {
            onAttemptFailed(candidate, dialling, reason);
        }
    }

    /** For whom it dials. Called on the torrent's loop. */
    interface Host {
        boolean isOpen();

        /** How many peers are connected. */
        int connected();

        boolean isConnected(PeerAddress address);

        /** Ours, for a peer that we dial. */
        Handshake handshake();

        /** A peer was reached; it is counted in the session from now on. @param rest what came behind its handshake, taken over */
        void onHandshake(PeerLink link, Handshake theirs, ByteBuf rest, String source);

        /** A peer was dialled in vain. */
        void onUnreachable(FoundPeer peer);
    }
}
