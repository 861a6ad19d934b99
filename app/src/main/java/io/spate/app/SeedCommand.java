package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "seed",
        description = "Serve what is there, after checking it; fetch nothing.",
        footer = {
            "",
            "Prints a line that begins with READY once it serves. Serves until it is stopped.",
            "Exit status: 0 stopped while serving, 1 failed or data incomplete, 2 usage or settings,",
            "3 stopped before it served."
        })
final class SeedCommand implements Callable<Integer> {
    private static final Duration TICK = Duration.ofMillis(250);

    private final App app;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "TORRENT", description = "A torrent file, or the http address of one.")
    private List<String> sources;

    @Mixin
    private SessionOptions session;

    @Option(names = "--partial", description = "Serve incomplete data, too. Without it, they are an error.")
    private boolean partial;

    SeedCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() {
        List<AddTorrent> torrents = sources.stream().map(this::torrent).toList();
        Troubles troubles = new Troubles();
        try (Output output = session.output(app);
                SessionRun run = session.start(app, output, troubles)) {
            List<TorrentHandle> served = torrents.stream().map(run::add).toList();
            List<TorrentStatus> checked = check(served, output);
            run.done();
            output.line("READY " + summary(served, checked, run));
            return new Serving(app, output, served).untilStopped() ? ExitStatus.DONE : ExitStatus.FAILED;
        }
    }

    private AddTorrent torrent(String source) {
        if (TorrentSources.isMagnet(source)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a magnet link does not say what the data should be (expected: a torrent file; or use get --seed)");
        }
        return new TorrentSources(app.engine())
                .read(source, session.directory())
                .withPeers(session.peers())
                .onlyToSeed();
    }

    private List<TorrentStatus> check(List<TorrentHandle> torrents, Output output) {
        List<TorrentStatus> statuses = new ArrayList<>();
        for (TorrentHandle torrent : torrents) {
            TorrentStatus status = check(torrent, torrents, output);
            if (!partial && status.pieces() < status.pieceCount()) {
                throw incomplete(torrent, status);
            }
            statuses.add(status);
        }
        return statuses;
    }

    private TorrentStatus check(TorrentHandle torrent, List<TorrentHandle> all, Output output) {
        Future<TorrentStatus> checked = torrent.whenChecked().map(done -> torrent.status());
        CompletableFuture<TorrentStatus> waiting = checked.toCompletionStage().toCompletableFuture();
        while (!app.stop().isAsked() && !Await.either(waiting, app.stop().asked(), TICK)) {
            output.progress(TorrentProgress.of(all, Optional.empty()));
        }
        return Await.result(checked, app.stop());
    }

    private SpateException incomplete(TorrentHandle torrent, TorrentStatus status) {
        return new SpateException(
                ErrorCode.STORAGE_FAILED,
                torrent.name() + ": " + status.pieces() + " of " + status.pieceCount() + " pieces are there in "
                        + session.directory() + " (expected: all; --dir names another folder, --partial serves what is"
                        + " there, 'spate get' fetches the rest)");
    }

    private static String summary(List<TorrentHandle> torrents, List<TorrentStatus> checked, SessionRun run) {
        long bytes = checked.stream().mapToLong(TorrentStatus::verified).sum();
        String where = run.session().listenAddresses().stream()
                .map(address -> PeerAddress.of(address).toString())
                .distinct()
                .collect(Collectors.joining(", "));
        return TorrentProgress.title(torrents) + ": " + Shown.bytes(bytes) + (where.isEmpty() ? "" : " on " + where);
    }
}
