package io.spate.kernel.session;

import io.spate.api.InfoHash;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.IncomingRefused;
import io.spate.api.net.PeerLink;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.torrent.TorrentRef;
import io.spate.kernel.upgrade.Upgrades;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Links that others opened, until their handshake names a torrent: then the link moves to the loop of that torrent, and the
 * torrent takes over. Each costs a handshake's bytes and a timer, and there are only so many: the one that has said nothing for
 * longest gives way to another, so that nobody who opens very many and is silent keeps out those who speak. Called on the links'
 * loops.
 */
final class IncomingLinks implements Consumer<PeerLink> {
    private static final int MAX_UNNAMED = 500;

    private final Function<InfoHash, Optional<TorrentRef>> torrents;
    private final PeerDialer gates;
    private final Upgrades upgrades;
    private final Alerts alerts;
    private final Clock clock;
    private final Duration handshakeTimeout;
    /** Oldest first. Guarded by this. */
    private final Set<IncomingLink> unnamed = new LinkedHashSet<>();

    IncomingLinks(
            Function<InfoHash, Optional<TorrentRef>> torrents,
            PeerDialer gates,
            Upgrades upgrades,
            Alerts alerts,
            Clock clock,
            Duration handshakeTimeout) {
        this.torrents = torrents;
        this.gates = gates;
        this.upgrades = upgrades;
        this.alerts = alerts;
        this.clock = clock;
        this.handshakeTimeout = handshakeTimeout;
    }

    /** The link is connected, on its loop, without a receiver. */
    @Override
    public void accept(PeerLink link) {
        link.loop().execute(() -> gates.refusal(link.remote(), true)
                .ifPresentOrElse(
                        reason -> refuse(link, reason),
                        () -> begin(new IncomingLink(link, this, upgrades, handshakeTimeout))));
    }

    private void begin(IncomingLink begun) {
        Optional<IncomingLink> oldest = add(begun);
        begun.start();
        oldest.ifPresent(each -> each.giveWay("more than " + MAX_UNNAMED + " connections without a handshake"));
    }

    /** @return who gives way to it */
    private synchronized Optional<IncomingLink> add(IncomingLink begun) {
        unnamed.add(begun);
        Optional<IncomingLink> oldest =
                unnamed.size() > MAX_UNNAMED ? unnamed.stream().findFirst() : Optional.empty();
        oldest.ifPresent(unnamed::remove);
        return oldest;
    }

    Optional<TorrentRef> torrent(InfoHash hash) {
        return torrents.apply(hash);
    }

    /** The link has named its torrent, or has come to its end. */
    synchronized void onOver(IncomingLink over) {
        unnamed.remove(over);
    }

    void refuse(PeerLink link, String reason) {
        link.close();
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new IncomingRefused(clock.instant(), link.remote(), reason));
        }
    }
}
