package io.spate.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The command line over a fake engine, or over the kernel, with what it prints caught. */
final class TestApp {
    final FakeEngine engine;
    final StopSignal stop = new StopSignal(Duration.ofSeconds(10), status -> {});
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Verbs verbs;

    /** @param script what each torrent does, as it is added */
    TestApp(Path userHome, Consumer<FakeTorrentHandle> script) {
        this(userHome, new FakeEngine(script), null, Optional.empty());
    }

    private TestApp(Path userHome, FakeEngine fake, Engine real, Optional<Path> distribution) {
        engine = fake;
        verbs = new Verbs(new App(
                real == null ? fake : real,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                stop,
                new Locations(Map.of(), userHome, "Linux", distribution),
                Clock.systemUTC()));
    }

    /** Over the kernel. */
    static TestApp real(Path userHome) {
        return new TestApp(userHome, new FakeEngine(torrent -> {}), new KernelEngine(), Optional.empty());
    }

    TestApp(Path userHome) {
        this(userHome, torrent -> {});
    }

    /** With a distribution. */
    TestApp(Path userHome, Optional<Path> distribution) {
        this(userHome, new FakeEngine(torrent -> {}), null, distribution);
    }

    int run(String... arguments) {
        return verbs.run(arguments);
    }

    List<String> out() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    List<String> err() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
