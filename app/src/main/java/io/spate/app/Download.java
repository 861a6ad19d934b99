package io.spate.app;

import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One torrent of {@code spate get}, and how it ended. For the main thread; only {@link #ending} is the torrent's. */
final class Download {
    private final TorrentHandle torrent;
    private final Instant startedAt;
    private final CompletableFuture<End> ending;
    private boolean told;

    /** @param status when all was there */
    private record End(TorrentStatus status, Instant at) {}

    Download(TorrentHandle torrent, Clock clock) {
        this.torrent = torrent;
        this.startedAt = clock.instant();
        // On the torrent's loop, where its status is current.
        this.ending = torrent.whenFinished()
                .map(done -> new End(torrent.status(), clock.instant()))
                .toCompletionStage()
                .toCompletableFuture();
    }

    TorrentHandle torrent() {
        return torrent;
    }

    /** Safe to print. */
    String name() {
        return Printable.line(torrent.name());
    }

    /** Completes when all of it is there, fails if it fails. */
    CompletableFuture<?> ending() {
        return ending;
    }

    /** Whether it needs peers and has not heard of any. */
    boolean isAlone() {
        TorrentStatus now = torrent.status();
        boolean needsPeers = now.state() == TorrentState.DOWNLOADING || now.state() == TorrentState.FETCHING_METADATA;
        return needsPeers && now.peers() == 0 && now.knownPeers() == 0;
    }

    boolean isFinished() {
        return ending.isDone() && !ending.isCompletedExceptionally();
    }

    /** Whether it has ended, for the first one who asks then. */
    boolean isNewlyEnded() {
        boolean newly = ending.isDone() && !told;
        told |= newly;
        return newly;
    }

    /** Why it failed, if it did; safe to print. */
    Optional<String> failure() {
        if (!ending.isCompletedExceptionally()) {
            return Optional.empty();
        }
        try {
            ending.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(Failures.text(e.getCause()));
        }
    }

    /** Of all that was wanted; only if it is finished. */
    long bytes() {
        return ending.join().status().wanted();
    }

    /** What came, and how fast; only if it is finished. */
    String summary() {
        End end = ending.join();
        String what = name() + ": " + Shown.bytes(end.status().wanted());
        if (end.status().downloaded() == 0) {
            return what + ", all there already";
        }
        Duration time = Duration.between(startedAt, end.at());
        return what + " in " + Shown.time(time) + ", " + Shown.rate(end.status().downloaded(), time);
    }
}
