package io.spate.app;

import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The torrents of one {@code spate get}, followed to their end on the main thread. */
final class Downloads {
    private static final Duration TICK = Duration.ofMillis(250);

    private final App app;
    private final SessionRun run;
    private final Output output;
    private final Troubles troubles;
    private final List<Download> downloads = new ArrayList<>();
    private boolean toldHopeless;

    Downloads(App app, SessionRun run, Output output, Troubles troubles) {
        this.app = app;
        this.run = run;
        this.output = output;
        this.troubles = troubles;
    }

    void addAll(List<AddTorrent> torrents) {
        torrents.forEach(torrent -> downloads.add(new Download(run.add(torrent), app.clock())));
    }

    /** The exit status, once all are done, or one failed and the others are done, or a stop is asked for. */
    int toTheEnd(boolean thenSeed) {
        CompletableFuture<?> all =
                CompletableFuture.allOf(downloads.stream().map(Download::ending).toArray(CompletableFuture<?>[]::new));
        while (!app.stop().isAsked() && !Await.either(all, app.stop().asked(), TICK)) {
            downloads.forEach(this::tellEnd);
            tellIfHopeless();
            output.progress(progress());
        }
        downloads.forEach(this::tellEnd);
        if (!all.isDone()) {
            output.line("stopped: " + ProgressLine.plain(progress()) + "; the same command goes on from there");
            return ExitStatus.STOPPED;
        }
        boolean fine = downloads.stream().allMatch(Download::isFinished);
        if (fine) {
            run.done();
            output.line("DONE " + summary());
        }
        if (thenSeed) {
            serve();
        }
        return fine ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** Who took the plugins away that find peers would wait for ever, and nothing would say why. */
    private void tellIfHopeless() {
        if (!toldHopeless && downloads.stream().anyMatch(Download::isAlone) && !somethingFindsPeers()) {
            toldHopeless = true;
            output.warn("spate: no plugin is loaded that finds peers or servers ('spate plugins' lists what is there;"
                    + " --peer HOST:PORT names a peer)");
        }
    }

    private boolean somethingFindsPeers() {
        return run.session().plugins().stream()
                .flatMap(plugin -> plugin.contributions().stream())
                .anyMatch(each -> each.startsWith("PeerSource ") || each.startsWith("BlockSource "));
    }

    private void serve() {
        List<TorrentHandle> served = downloads.stream()
                .filter(Download::isFinished)
                .map(Download::torrent)
                .toList();
        if (!served.isEmpty()) {
            new Serving(app, output, served).untilStopped();
        }
    }

    private Progress progress() {
        return TorrentProgress.of(downloads.stream().map(Download::torrent).toList(), troubles.tracker());
    }

    private void tellEnd(Download download) {
        if (!download.isNewlyEnded()) {
            return;
        }
        if (download.isFinished() && downloads.size() > 1) {
            output.line("finished " + download.summary());
        }
        download.failure().ifPresent(why -> output.warn("spate: " + download.name() + ": " + why));
    }

    private String summary() {
        if (downloads.size() == 1) {
            return downloads.get(0).summary();
        }
        long bytes = downloads.stream().mapToLong(Download::bytes).sum();
        return Shown.count(downloads.size(), "torrent") + ": " + Shown.bytes(bytes);
    }
}
