package io.spate.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "config", description = "List the effective settings, each with its origin.")
final class ConfigCommand implements Callable<Integer> {
    private static final Pattern INSIDE_A_JAR = Pattern.compile("^.*/([^/]*\\.jar)!/([^/]*)$");

    private final App app;

    @Parameters(
            arity = "0..1",
            paramLabel = "PREFIX",
            description = "Only settings whose names begin so, such as spate.limits.")
    private String prefix = "";

    @Mixin
    private SettingsOptions settings;

    ConfigCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() {
        List<EffectiveSetting> shown =
                app.engine().settings(settings.request(app.locations(), Optional.empty(), List.of())).stream()
                        .filter(setting -> setting.key().startsWith(prefix))
                        .toList();
        for (EffectiveSetting setting : shown) {
            // A comment behind it, so that what is printed can go into a file of settings.
            app.out().println(setting.key() + " = " + setting.value() + "  # " + origin(setting));
        }
        app.out().flush();
        if (shown.isEmpty()) {
            app.err().println("spate: no setting begins with " + prefix);
            return ExitStatus.FAILED;
        }
        return ExitStatus.DONE;
    }

    /** Without the folders of a jar: {@code reference.conf of spate-kernel-0.1.0.jar: 9}. */
    private static String origin(EffectiveSetting setting) {
        return INSIDE_A_JAR.matcher(setting.origin()).replaceFirst("$2 of $1");
    }
}
