package io.spate.app;

import io.spate.api.HostAndPort;
import io.spate.api.session.PluginStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plugins",
        description = "List what is loaded, what each plugin contributes, and why one failed.",
        footer = {"", "Starts a session on the loopback interface for it, with a state of its own."})
final class PluginsCommand implements Callable<Integer> {
    private static final List<HostAndPort> LOOPBACK = List.of(new HostAndPort("127.0.0.1", 0));

    private final App app;

    @Mixin
    private SettingsOptions settings;

    PluginsCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() throws IOException {
        Path state = Files.createTempDirectory("spate-plugins");
        try {
            List<PluginStatus> plugins = plugins(settings.request(app.locations(), Optional.of(state), LOOPBACK));
            plugins.forEach(this::print);
            if (plugins.isEmpty()) {
                app.out().println("no plugins");
            }
            app.out().flush();
            return ExitStatus.DONE;
        } finally {
            FileTree.delete(state);
        }
    }

    private List<PluginStatus> plugins(SessionRequest request) {
        try (Output output = Outputs.plain(app);
                SessionRun run = SessionRun.start(app, request, new WithoutWarnings(output), new Troubles())) {
            return run.session().plugins();
        }
    }

    private void print(PluginStatus plugin) {
        app.out()
                .printf(
                        "%-16s %-9s %-9s %s%n",
                        Printable.line(plugin.id()),
                        Printable.line(plugin.version()),
                        plugin.state().name().toLowerCase(Locale.ROOT),
                        Printable.line(plugin.description()));
        plugin.contributions().forEach(contribution -> app.out().println("    " + Printable.line(contribution)));
        plugin.problem().ifPresent(problem -> app.out().println("    problem: " + Printable.line(problem)));
    }
}
