package io.spate.app;

import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Torrents that are served until somebody stops it, or none of them can go on. */
final class Serving {
    private static final Duration TICK = Duration.ofMillis(500);

    private final App app;
    private final Output output;
    private final List<TorrentHandle> torrents;
    private final Set<TorrentHandle> failed = new HashSet<>();

    Serving(App app, Output output, List<TorrentHandle> torrents) {
        this.app = app;
        this.output = output;
        this.torrents = torrents;
    }

    /** Whether it was stopped from outside; else every torrent failed. */
    boolean untilStopped() {
        while (failed.size() < torrents.size()) {
            if (Await.within(app.stop().asked(), TICK)) {
                return true;
            }
            torrents.forEach(this::tellFailure);
            output.progress(TorrentProgress.of(torrents, Optional.empty()));
        }
        return false;
    }

    private void tellFailure(TorrentHandle torrent) {
        if (torrent.status().state() == TorrentState.FAILED && failed.add(torrent)) {
            output.warn("spate: " + Printable.line(torrent.name()) + ": "
                    + Printable.line(torrent.status().error().orElse("failed")));
        }
    }
}
