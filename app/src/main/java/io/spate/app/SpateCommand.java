package io.spate.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "spate",
        description = "A BitTorrent client made of plugins.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {"", "'spate VERB --help' tells what a verb takes. 'spate demo' shows a whole swarm on this machine."})
final class SpateCommand implements Callable<Integer> {
    private final App app;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    private boolean version;

    SpateCommand(App app) {
        this.app = app;
    }

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Log to standard error what happens inside.")
    private void debug(boolean on) {
        if (on) {
            System.setProperty("io.spate.debug", "true");
            System.setProperty("io.spate.log", "DEBUG");
        }
    }

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "A system property: a setting, too.")
    private void properties(Map<String, String> properties) {
        if (properties != null) {
            properties.forEach((key, value) -> System.setProperty(key, value == null ? "" : value));
        }
    }

    @Override
    public Integer call() {
        if (version) {
            app.out().println("spate " + app.engine().version());
            return ExitStatus.DONE;
        }
        throw new ParameterException(spec.commandLine(), "no verb (expected: one of " + verbs() + ")");
    }

    private String verbs() {
        return String.join(", ", spec.subcommands().keySet());
    }
}
