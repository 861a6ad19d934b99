package io.spate.app;

import io.spate.api.HostAndPort;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.RequiredPluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "plugins",
        description = "List what is loaded, what each plugin contributes, why one failed, and what is missing.",
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
            print(plugins(settings.request(app.locations(), Optional.of(state), LOOPBACK)));
            return ExitStatus.DONE;
        } catch (RequiredPluginException e) {
            print(e.plugins());
            throw e;
        } finally {
            FileTree.delete(state);
        }
    }

    private void print(List<PluginStatus> plugins) throws IOException {
        plugins.forEach(this::print);
        if (plugins.isEmpty()) {
            app.out().println("no plugins");
        }
        missing(plugins).forEach(this::print);
        app.out().flush();
    }

    private List<PluginStatus> plugins(SessionRequest request) {
        try (Output output = Outputs.plain(app);
                SessionRun run = SessionRun.start(app, request, new WithoutWarnings(output), new Troubles())) {
            return run.session().plugins();
        }
    }

    /** What the distribution was made with, and is not there any more. */
    private List<ShippedPlugin> missing(List<PluginStatus> there) throws IOException {
        Optional<Path> list =
                settings.hasPlugins() ? Optional.empty() : app.locations().shippedPlugins();
        if (list.isEmpty()) {
            return List.of();
        }
        Set<String> ids = there.stream().map(PluginStatus::id).collect(Collectors.toSet());
        return ShippedPlugin.in(list.get()).stream()
                .filter(plugin -> !ids.contains(plugin.id()))
                .toList();
    }

    private void print(ShippedPlugin plugin) {
        printLine(plugin.id(), "-", "missing", plugin.description());
    }

    private void print(PluginStatus plugin) {
        printLine(plugin.id(), plugin.version(), plugin.state().name().toLowerCase(Locale.ROOT), plugin.description());
        plugin.contributions().forEach(contribution -> app.out().println("    " + Printable.line(contribution)));
        plugin.problem().ifPresent(problem -> app.out().println("    problem: " + Printable.line(problem)));
    }

    private void printLine(String id, String version, String state, String description) {
        app.out()
                .printf(
                        "%-16s %-9s %-9s %s%n",
                        Printable.line(id), Printable.line(version), state, Printable.line(description));
    }
}
