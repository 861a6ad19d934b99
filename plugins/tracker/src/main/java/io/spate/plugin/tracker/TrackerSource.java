package io.spate.plugin.tracker;

import io.spate.api.SpateException;
import io.spate.api.encryption.LinkEncryption;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.plugin.PluginContext;
import io.spate.api.session.TorrentView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Finds peers by asking the torrent's trackers (BEP 3, 7, 12, 15, 23, 24, 27, 31, 41, 48). */
@Extension
@Singleton
public final class TrackerSource implements PeerSource {
    private final PluginContext context;
    private final TrackerSettings settings;
    private final RequestGuard guard;
    private final List<Announcer> announcers;
    private final Scrapes scrapes;
    private final int secret;

    /** Called by the host. */
    @Inject
    TrackerSource(PluginContext context, TrackerSettings settings) {
        this.context = context;
        this.settings = settings;
        this.guard = new RequestGuard(settings.ssrfMitigation());
        this.announcers = List.of(
                new BoundedAnnouncer(new HttpAnnouncer(context, settings), settings.maxParallel()),
                new BoundedAnnouncer(
                        new UdpAnnouncer(context, settings), settings.udp().maxParallel()));
        this.scrapes = new Scrapes(this);
        this.secret = context.random().nextInt();
    }

    @Override
    public String name() {
        return "tracker";
    }

    @Override
    public boolean servesPrivateTorrents() {
        return true;
    }

    @Override
    public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
        if (torrent.trackers().isEmpty()) {
            return Optional.empty();
        }
        int key = secret ^ torrent.infoHashes().hashCode(); // of this session and this torrent, also after a pause
        return Optional.of(new TrackerSearch(
                torrent,
                sink,
                context.timers().loop(),
                untilClosed -> new TorrentAnnounces(this, torrent, untilClosed, key)));
    }

    PluginContext context() {
        return context;
    }

    TrackerSettings settings() {
        return settings;
    }

    /** As the plugin that sees to it says. It comes and goes while we run, and without it nothing is encrypted. */
    LinkEncryption.Acceptance encryption() {
        try {
            return context.session()
                    .service(LinkEncryption.class)
                    .map(LinkEncryption::incoming)
                    .orElse(LinkEncryption.Acceptance.PLAIN);
        } catch (SpateException stopped) {
            return LinkEncryption.Acceptance.PLAIN;
        }
    }

    Scrapes scrapes() {
        return scrapes;
    }

    /** Why a URL of a torrent is not announced to; empty if it is. */
    Optional<String> refusal(TrackerUrl url) {
        return announcers.stream().anyMatch(announcer -> announcer.speaks(url.scheme()))
                ? guard.refuses(url)
                : Optional.of("protocol: " + url.scheme() + " is not supported (expected: http, https or udp)");
    }

    /** @param url not refused */
    Announcer announcer(TrackerUrl url) {
        return announcers.stream()
                .filter(announcer -> announcer.speaks(url.scheme()))
                .findFirst()
                .orElseThrow();
    }
}
