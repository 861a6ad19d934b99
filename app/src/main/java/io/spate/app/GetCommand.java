package io.spate.app;

import io.spate.api.session.AddTorrent;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "get",
        description = "Download torrents, then exit.",
        footer = {
            "",
            "Prints a line that begins with DONE once all is verified and on disk.",
            "Ctrl-C stops in order; the same command then goes on where it was.",
            "Exit status: 0 done, 1 failed, 2 usage or settings, 3 stopped before it was complete."
        })
final class GetCommand implements Callable<Integer> {
    private final App app;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "TORRENT",
            description = "A torrent file, a magnet link, or the http address of a torrent file.")
    private List<String> sources;

    @Mixin
    private SessionOptions session;

    @Option(names = "--seed", description = "Serve the torrents after DONE, until it is stopped.")
    private boolean seed;

    @Option(names = "--sequential", description = "Fetch pieces in their order, to use files while they arrive.")
    private boolean sequential;

    @Option(
            names = "--files",
            paramLabel = "LIST",
            description = "Fetch only these files, by their numbers in 'spate info', such as 1,3-5.")
    private FileSelection files;

    GetCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() {
        List<AddTorrent> torrents = sources.stream().map(this::torrent).toList();
        Troubles troubles = new Troubles();
        try (Output output = session.output(app);
                SessionRun run = session.start(app, output, troubles)) {
            Downloads downloads = new Downloads(app, run, output, troubles);
            downloads.addAll(torrents);
            return downloads.toTheEnd(seed);
        }
    }

    private AddTorrent torrent(String source) {
        AddTorrent torrent = new TorrentSources(app.engine())
                .read(source, session.directory())
                .withPeers(session.peers());
        if (sequential) {
            torrent = torrent.inSequence();
        }
        return files == null ? torrent : torrent.withFilePriorities(priorities(torrent));
    }

    private List<Integer> priorities(AddTorrent torrent) {
        if (torrent.metainfo().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--files needs a torrent file: what is in a magnet link's torrent is not known before it starts");
        }
        int count = torrent.metainfo().get().files().size();
        if (files.last() > count) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--files: " + files.last() + " (expected: 1.." + count + ", as 'spate info' says)");
        }
        return files.priorities(count);
    }
}
