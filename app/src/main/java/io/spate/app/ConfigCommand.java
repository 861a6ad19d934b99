package io.spate.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "config", description = "List the effective settings, each with its origin.")
final class ConfigCommand implements Callable<Integer> {
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
                app
                        .engine()
                        .settings(settings.request(
                                app.locations(), app.locations().state(), List.of()))
                        .stream()
                        .filter(setting -> setting.key().startsWith(prefix))
                        .toList();
        for (EffectiveSetting setting : shown) {
            // A comment behind it, so that what is printed can go into a file of settings.
            app.out().println(setting.key() + " = " + setting.value() + "  # " + setting.origin());
        }
        app.out().flush();
        if (shown.isEmpty()) {
            app.err().println("spate: no setting begins with " + prefix);
            return ExitStatus.FAILED;
        }
        return ExitStatus.DONE;
    }
}
