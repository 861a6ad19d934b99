package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The demo's story, told while it happens: tracker, seeder, downloader, and the proof. */
final class Demo {
    private static final Duration TICK = Duration.ofMillis(100);
    /** For any one step; all of them take seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final App app;
    private final Output output;
    private final Path folder;
    private final DemoData data;
    private final Function<Path, SessionRequest> requests;

    /** @param requests for a session that keeps its state in a folder */
    Demo(App app, Output output, Path folder, DemoData data, Function<Path, SessionRequest> requests) {
        this.app = app;
        this.output = output;
        this.folder = folder;
        this.data = data;
        this.requests = requests;
    }

    int run(long bytes) throws IOException {
        output.line("A swarm on this machine: a tracker, a seeder and a downloader, over the loopback interface.");
        data.write(bytes);
        output.line("data        " + Shown.bytes(bytes) + " of random bytes in " + Shown.count(data.count(), "file"));
        try (DemoTracker tracker = DemoTracker.start()) {
            output.line("tracker     answers at " + tracker.url());
            Metainfo torrent = torrent(tracker);
            output.line("torrent     " + torrent.layout().pieceCount() + " pieces of "
                    + Shown.bytes(torrent.layout().pieceLength()) + ", info-hash " + torrent.infoHashes());
            try (SessionRun seeder = start("seeder-state")) {
                seed(seeder, torrent, tracker);
                return download(torrent, peers(seeder));
            }
        }
    }

    /** Private, so that no plugin looks for peers elsewhere. */
    private Metainfo torrent(DemoTracker tracker) throws IOException {
        Path file = folder.resolve("demo.torrent");
        CreateRequest request = new CreateRequest(
                data.root(),
                OptionalLong.empty(),
                true,
                List.of(tracker.url()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Files.write(file, app.engine().create(request, new HashProgress("torrent", "hashing", output, app.clock())));
        return app.engine().readTorrent(file);
    }

    private SessionRun start(String state) {
        return SessionRun.start(app, requests.apply(folder.resolve(state)), output, new Troubles());
    }

    private void seed(SessionRun seeder, Metainfo torrent, DemoTracker tracker) {
        output.line("plugins     " + plugins(seeder));
        TorrentHandle seed = seeder.add(AddTorrent.of(torrent, data.parent()).onlyToSeed());
        await(seed.whenChecked(), seed, "the seeder's check of its data");
        output.line("seeder      has checked its data and serves on "
                + seeder.session().listenAddresses().stream()
                        .map(address -> PeerAddress.of(address).toString())
                        .collect(Collectors.joining(", ")));
        if (hasTracker(seeder)) {
            await(tracker.firstAnnounce(), seed, "the seeder's announce to the tracker");
        }
    }

    /** Whom to tell the downloader of: nobody, if the tracker can. */
    private List<PeerAddress> peers(SessionRun seeder) {
        return hasTracker(seeder)
                ? List.of()
                : seeder.session().listenAddresses().stream()
                        .map(PeerAddress::of)
                        .toList();
    }

    private static boolean hasTracker(SessionRun run) {
        return started(run).contains("tracker");
    }

    private int download(Metainfo torrent, List<PeerAddress> peers) throws IOException {
        Path target = folder.resolve("downloader");
        try (SessionRun downloader = start("downloader-state")) {
            output.line("downloader  knows the torrent alone, and "
                    + (peers.isEmpty()
                            ? "asks the tracker for peers"
                            : "is told of the seeder: no plugin asks trackers"));
            Instant startedAt = app.clock().instant();
            TorrentHandle download =
                    downloader.add(AddTorrent.of(torrent, target).withPeers(peers));
            await(download.whenFinished(), download, "the download");
            Duration time = Duration.between(startedAt, app.clock().instant());
            output.line("            has all " + torrent.layout().pieceCount() + " pieces, each checked by its hash: "
                    + Shown.time(time) + ", " + Shown.rate(torrent.contentLength(), time));
        }
        if (!data.isEqualIn(target)) {
            throw new SpateException(ErrorCode.INTERNAL, "the downloaded files differ from the seeder's");
        }
        output.line("proof       the files are equal, byte for byte");
        return ExitStatus.DONE;
    }

    private static String plugins(SessionRun run) {
        return started(run).isEmpty() ? "none" : String.join(", ", started(run));
    }

    private static List<String> started(SessionRun run) {
        return run.session().plugins().stream()
                .filter(plugin -> plugin.state() == PluginStatus.State.STARTED)
                .map(PluginStatus::id)
                .toList();
    }

    private void await(Future<Void> future, TorrentHandle shown, String what) {
        await(future.toCompletionStage().toCompletableFuture(), shown, what);
        Await.result(future, app.stop());
    }

    private void await(CompletableFuture<Void> future, TorrentHandle shown, String what) {
        Instant end = app.clock().instant().plus(PATIENCE);
        while (!Await.either(future, app.stop().asked(), TICK)) {
            if (shown.status().state() != TorrentState.SEEDING) {
                output.progress(TorrentProgress.of(List.of(shown), Optional.empty()));
            }
            if (app.clock().instant().isAfter(end)) {
                throw new SpateException(ErrorCode.UNREACHABLE, what + ": not done after " + Shown.time(PATIENCE));
            }
        }
        if (!future.isDone()) {
            throw new StoppedException();
        }
    }
}
