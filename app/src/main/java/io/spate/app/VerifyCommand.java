package io.spate.app;

import io.spate.api.metainfo.Metainfo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Compare data with a torrent.",
        footer = {"", "Exit status: 0 all is there and right, 1 something is missing or wrong."})
final class VerifyCommand implements Callable<Integer> {
    private final App app;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TORRENT", description = "A torrent file, or the http address of one.")
    private String source;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder that holds the torrent's file or folder. Default: where you are.")
    private Path directory = Path.of("");

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    VerifyCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() {
        Metainfo torrent = torrent();
        Path folder = directory.toAbsolutePath().normalize();
        CheckedData result;
        try (Output output = Outputs.of(app, quiet)) {
            result = app.engine()
                    .verify(
                            torrent,
                            folder,
                            new HashProgress(Printable.line(torrent.name()), "checking", output, app.clock()));
        }
        result.files().stream().map(VerifyCommand::described).forEach(app.out()::println);
        app.out().println(result.pieces() + " of " + result.pieceCount() + " pieces are there and right");
        app.out().flush();
        if (!result.isAnythingThere()) {
            app.err()
                    .println("spate: nothing of it is in " + Printable.line(folder.toString())
                            + " (--dir names another folder)");
        }
        return result.isRight() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private Metainfo torrent() {
        if (TorrentSources.isMagnet(source)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a magnet link does not say what the data should be (expected: a torrent file)");
        }
        return new TorrentSources(app.engine())
                .read(source, directory)
                .metainfo()
                .orElseThrow();
    }

    private static String described(CheckedData.File file) {
        String state = !file.isThere()
                ? "missing"
                : file.verified() == file.length() ? "ok" : Shown.percent(file.verified(), file.length()) + "% right";
        return "%-10s %11s  %s".formatted(state, Shown.bytes(file.length()), Printable.line(file.path()));
    }
}
