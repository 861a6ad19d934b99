package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "create", description = "Make a torrent file of a file or a folder.")
final class CreateCommand implements Callable<Integer> {
    private final App app;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", description = "The file or folder.")
    private Path source;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The torrent file to write. Default: the name of PATH and .torrent, where you are.")
    private Path output;

    @Option(names = "--force", description = "Replace the torrent file if there is one.")
    private boolean force;

    @Option(
            names = "--piece-length",
            paramLabel = "SIZE",
            description = "Bytes of a piece, such as 1MiB. Default: by the size of the data.")
    private ByteSize pieceLength;

    @Option(
            names = "--tracker",
            paramLabel = "URL",
            description = "An announce URL; each is a tier of its own, asked in this order. Repeatable.")
    private List<TorrentUrl.Tracker> trackers = new ArrayList<>();

    @Option(names = "--web-seed", paramLabel = "URL", description = "An HTTP server of the data (BEP 19). Repeatable.")
    private List<TorrentUrl.WebSeed> webSeeds = new ArrayList<>();

    @Option(names = "--comment", paramLabel = "TEXT", description = "A comment.")
    private String comment;

    @Option(names = "--private", description = "Only the torrent's own trackers may tell its peers (BEP 27).")
    private boolean isPrivate;

    @Option(
            names = "--anonymous",
            description = "Leave out the date and the program's name; equal data make equal torrents.")
    private boolean anonymous;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    CreateCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() throws IOException {
        Path file = output == null ? Path.of(name() + ".torrent") : output;
        if (!force && Files.exists(file)) {
            throw new SpateException(ErrorCode.STORAGE_FAILED, file + ": is there already (--force replaces it)");
        }
        byte[] torrent;
        try (Output shown = Outputs.of(app, quiet)) {
            torrent = app.engine().create(request(), new HashProgress(name(), "hashing", shown, app.clock()));
        }
        write(file, torrent);
        tell(file);
        return ExitStatus.DONE;
    }

    private String name() {
        Path last = source.toAbsolutePath().normalize().getFileName();
        if (last == null) {
            throw new ParameterException(spec.commandLine(), source + " has no name (expected: a file or a folder)");
        }
        return Printable.line(last.toString());
    }

    private CreateRequest request() {
        return new CreateRequest(
                source,
                pieceLength == null ? OptionalLong.empty() : OptionalLong.of(pieceLength.bytes()),
                isPrivate,
                trackers.stream().map(TorrentUrl::text).toList(),
                webSeeds.stream().map(TorrentUrl::text).toList(),
                Optional.ofNullable(comment),
                anonymous
                        ? Optional.empty()
                        : Optional.of("Spate " + app.engine().version()),
                anonymous ? Optional.empty() : Optional.of(app.clock().instant()));
    }

    /** Whole or not at all. */
    private void write(Path file, byte[] torrent) throws IOException {
        Path beside = file.toAbsolutePath().resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(beside, torrent);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private void tell(Path file) {
        Metainfo made = app.engine().readTorrent(file);
        app.out().println(file);
        new TorrentReport(made).summary().forEach(app.out()::println);
        app.out().flush();
    }
}
