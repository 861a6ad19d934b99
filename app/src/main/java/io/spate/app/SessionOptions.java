package io.spate.app;

import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the verbs that run a session. */
final class SessionOptions {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder that holds the torrent's file or folder. Default: where you are.")
    private Path directory = Path.of("");

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where progress is kept, for one running spate at a time. Default: $XDG_STATE_HOME/spate"
                    + " (~/.local/state/spate).")
    private Path state;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description =
                    "Where to accept peers; IPv6 in brackets. If it is no wildcard, links to peers come from there,"
                            + " too. Repeatable.")
    private List<HostAndPort> listen = new ArrayList<>();

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            description = "A peer to try first; IPv6 in brackets. Repeatable.")
    private List<PeerAddress> peers = new ArrayList<>();

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--json", description = "Print each alert as a line of JSON, and nothing else, to standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    Path directory() {
        return directory.toAbsolutePath().normalize();
    }

    List<PeerAddress> peers() {
        return peers;
    }

    Output output(App app) {
        return json ? new WithoutLines(Outputs.plain(app)) : Outputs.of(app, quiet);
    }

    /** Starts the session. Its troubles are told to the output, or with all else as JSON. */
    SessionRun start(App app, Output output, Troubles troubles) {
        SessionRequest request = settings.request(app.locations(), Optional.ofNullable(state), listen);
        return json ? SessionRun.startWithJson(app, request) : SessionRun.start(app, request, output, troubles);
    }
}
