package io.spate.plugin.holepunch;

import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.holepunch.HolepunchFailed;
import io.spate.api.holepunch.HolepunchRelayed;
import io.spate.api.holepunch.HolepunchStarted;
import io.spate.api.net.AddressScope;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerTrait;
import io.spate.api.peer.PeerView;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hole punching in one torrent, in all three roles of BEP 55: we ask to be introduced to those whom we cannot dial, introduce
 * others, and dial those to whom we are introduced. Confined to the torrent's loop.
 */
final class TorrentHolepunch implements TorrentProtocol, Rendezvous.Asking<HolepunchPeer> {
    private final TorrentView torrent;
    private final PluginContext context;
    private final HolepunchSettings settings;
    private final Consumer<PeerAddress> dial;
    private final Runnable closed;
    private final Set<HolepunchPeer> peers = new LinkedHashSet<>();
    private final Rendezvous<HolepunchPeer> rendezvous = new Rendezvous<>(this);

    /**
     * @param dial dials a peer by uTP, at once
     * @param closed called at the end
     */
    TorrentHolepunch(
            TorrentView torrent,
            PluginContext context,
            HolepunchSettings settings,
            Consumer<PeerAddress> dial,
            Runnable closed) {
        this.torrent = torrent;
        this.context = context;
        this.settings = settings;
        this.dial = dial;
        this.closed = closed;
    }

    @Override
    public PeerProtocol open(PeerView peer) {
        HolepunchPeer opened = new HolepunchPeer(this, peer, settings, now());
        peers.add(opened);
        return opened;
    }

    @Override
    public void onTick() {
        rendezvous.tick(now());
    }

    @Override
    public void close() {
        closed.run();
    }

    // We seek

    /** A dial led to nothing: if the peer takes part in hole punching, as somebody told, we ask for the way to it. */
    void onUnreachable(FoundPeer peer) {
        if (peer.traits().contains(PeerTrait.HOLEPUNCH)) {
            List<HolepunchPeer> relays = peers.stream()
                    .filter(each -> each.takesPart() && !each.isAt(peer.address()))
                    .limit(settings.maxRelays())
                    .toList();
            rendezvous.begin(peer.address(), relays, now());
        }
    }

    @Override
    public void ask(HolepunchPeer relay, PeerAddress target) {
        relay.send(HolepunchMessage.rendezvous(target));
    }

    @Override
    public void onFailed(PeerAddress target, String reason) {
        post(at -> new HolepunchFailed(at, torrent.id(), target, reason));
    }

    // Others speak

    void onMessage(HolepunchPeer from, HolepunchMessage message) {
        switch (message.type()) {
            case RENDEZVOUS -> onRendezvous(from, message.peer());
            case CONNECT -> onConnect(from, message.peer());
            case ERROR ->
                rendezvous.onError(
                        from,
                        message.peer(),
                        HolepunchError.of(message.errorCode())
                                .map(HolepunchError::text)
                                .orElse("error " + message.errorCode()),
                        now());
        }
    }

    void onClosed(HolepunchPeer peer) {
        peers.remove(peer);
        rendezvous.onGone(peer, now());
    }

    long now() {
        return context.timers().loop().nanoTime();
    }

    /** We are the relay. */
    private void onRendezvous(HolepunchPeer initiator, PeerAddress target) {
        if (!settings.relay()) {
            initiator.send(HolepunchMessage.error(target, HolepunchError.NOT_CONNECTED));
            return;
        }
        Optional<HolepunchPeer> other =
                peers.stream().filter(each -> each.isAt(target)).findFirst();
        Optional<HolepunchError> error = refusal(initiator, target, other);
        if (error.isPresent()) {
            initiator.send(HolepunchMessage.error(target, error.get()));
            return;
        }
        initiator.send(HolepunchMessage.connect(target));
        other.orElseThrow().send(HolepunchMessage.connect(initiator.endpoint()));
        post(at -> new HolepunchRelayed(at, torrent.id(), initiator.endpoint(), target));
    }

    private Optional<HolepunchError> refusal(
            HolepunchPeer initiator, PeerAddress target, Optional<HolepunchPeer> other) {
        if (isOurs(target)) {
            return Optional.of(HolepunchError.NO_SELF);
        }
        if (target.port() == 0 || AddressScope.of(target) == AddressScope.NONE || initiator.isAt(target)) {
            return Optional.of(HolepunchError.NO_SUCH_PEER);
        }
        if (other.isEmpty() || !initiator.scope().equals(other.get().scope())) {
            return Optional.of(HolepunchError.NOT_CONNECTED); // nor is a neighbour of ours anybody's business
        }
        return other.get().takesPart() ? Optional.empty() : Optional.of(HolepunchError.NO_SUPPORT);
    }

    /** We asked for it, or somebody asked for us. No answer is due if we do not want to (BEP 55). */
    private void onConnect(HolepunchPeer relay, PeerAddress peer) {
        boolean isKnown = peers.stream().anyMatch(each -> each.isAt(peer));
        rendezvous.onConnect(relay, peer);
        if (peer.port() > 0 && !isKnown && !isOurs(peer) && relay.scope().mayIntroduce(AddressScope.of(peer))) {
            post(at -> new HolepunchStarted(at, torrent.id(), peer, relay.endpoint()));
            dial.accept(peer);
        }
    }

    private boolean isOurs(PeerAddress address) {
        return context.network().listenAddresses().stream().map(PeerAddress::of).anyMatch(address::equals);
    }

    private void post(Function<Instant, Alert> alert) {
        if (context.alerts().wants(AlertCategory.PEER)) {
            context.alerts().post(alert.apply(context.clock().instant()));
        }
    }
}
