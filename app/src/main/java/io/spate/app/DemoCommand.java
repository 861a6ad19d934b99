package io.spate.app;

import io.spate.api.HostAndPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Show a whole swarm on this machine: a tracker, a seeder and a downloader. Needs no network.",
        footer = {"", "Works in a temporary folder, and removes it."})
final class DemoCommand implements Callable<Integer> {
    private static final long MAX_SIZE = 4L << 30;

    private final App app;

    @Spec
    private CommandSpec spec;

    @Option(names = "--size", paramLabel = "SIZE", description = "How much data to send. Default: 128MiB.")
    private ByteSize size = new ByteSize(128 << 20);

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    DemoCommand(App app) {
        this.app = app;
    }

    @Override
    public Integer call() throws IOException {
        if (size.bytes() < DemoData.MIN_SIZE || size.bytes() > MAX_SIZE) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--size: " + size.bytes() + " bytes (expected: " + DemoData.MIN_SIZE + ".." + MAX_SIZE + ")");
        }
        StopSignal.Deferral cleaning = app.stop().defer();
        Path folder = Files.createTempDirectory("spate-demo");
        try (Output output = Outputs.of(app, quiet)) {
            DemoData data = new DemoData(folder.resolve("seeder"), new SplittableRandom());
            return new Demo(app, output, folder, data, this::request).run(size.bytes());
        } finally {
            FileTree.delete(folder);
            cleaning.close();
        }
    }

    /** The settings of the distribution alone: the user's limits would only puzzle here. */
    private SessionRequest request(Path state) {
        SessionRequest request =
                settings.request(app.locations(), Optional.of(state), List.of(new HostAndPort("127.0.0.1", 0)));
        return new SessionRequest(
                request.configuration(),
                List.of(),
                request.settings(),
                request.plugins(),
                request.state(),
                request.usualState(),
                request.listen());
    }
}
