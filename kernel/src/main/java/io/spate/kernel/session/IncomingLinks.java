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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Links that others opened, until their handshake names a torrent: then the link moves to the loop of that torrent, and the
 * torrent takes over. Each costs a handshake's bytes and a timer, and there are only so many. Called on the links' loops.
 */
final class IncomingLinks implements Consumer<PeerLink> {
    private static final int MAX_UNNAMED = 500;

    private final Function<InfoHash, Optional<TorrentRef>> torrents;
    private final PeerDialer gates;
    private final Upgrades upgrades;
    private final Alerts alerts;
    private final Clock clock;
    private final Duration handshakeTimeout;
    private final AtomicInteger unnamed = new AtomicInteger();

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
        if (unnamed.incrementAndGet() > MAX_UNNAMED) {
            refuse(link, "more than " + MAX_UNNAMED + " connections without a handshake");
            return;
        }
        link.loop().execute(() -> gates.refusal(link.remote(), true)
                .ifPresentOrElse(
                        reason -> refuse(link, reason),
                        () -> new IncomingLink(link, this, upgrades, handshakeTimeout).start()));
    }

    Optional<TorrentRef> torrent(InfoHash hash) {
        return torrents.apply(hash);
    }

    /** The link has named its torrent, which has it from now on. */
    void onNamed() {
        unnamed.decrementAndGet();
    }

    void refuse(PeerLink link, String reason) {
        unnamed.decrementAndGet();
        link.close();
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new IncomingRefused(clock.instant(), link.remote(), reason));
        }
    }
}
