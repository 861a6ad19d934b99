package io.spate.app;

import io.spate.api.session.AddTorrent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "info", description = "Show what is in a torrent or a magnet link.")
final class InfoCommand implements Callable<Integer> {
    private final App app;

    @Parameters(
            arity = "1..*",
            paramLabel = "TORRENT",
            description = "A torrent file, a magnet link, or the http address of a torrent file.")
    private List<String> sources;

    @Option(names = "--json", description = "One line of JSON each.")
    private boolean json;

    InfoCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() {
        for (int i = 0; i < sources.size(); i++) {
            if (i > 0 && !json) {
                app.out().println();
            }
            AddTorrent torrent = new TorrentSources(app.engine()).read(sources.get(i), Path.of(""));
            lines(torrent).forEach(app.out()::println);
        }
        app.out().flush();
        return ExitStatus.DONE;
    }

    private List<String> lines(AddTorrent torrent) {
        if (json) {
            return List.of(torrent.metainfo()
                    .map(TorrentJson::of)
                    .or(() -> torrent.magnet().map(TorrentJson::of))
                    .orElseThrow());
        }
        return torrent.metainfo()
                .map(metainfo -> new TorrentReport(metainfo).lines())
                .or(() -> torrent.magnet().map(TorrentReport::lines))
                .orElseThrow();
    }
}
