package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.PluginFailed;
import io.spate.api.alert.PluginStopped;
import io.spate.api.net.ConnectionGate;
import io.spate.api.session.PluginStatus.State;
import io.spate.kernel.extension.Registered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of plugins that run: stops, reloads, faults. */
class PluginLifecycleTest extends HostedPluginsTest {
    @Test
    void aStopUndoesWhatThePluginRegistered() throws IOException {
        TestPlugin.of("busy")
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor(
                                        "timers.every(Duration.ofSeconds(1), () -> state.save(\"ticked\", new byte[1]));"
                                                + "state.save(\"started\", new byte[1]);")
                                .replace("Gate()", "@Inject Gate(Timers timers, StateStore state)"))
                .jarIn(folder);
        start();
        assertThat(host.time.pendingTimers()).isEqualTo(1);
        assertThat(host.state.load("busy.started").result()).isPresent();
        Registered<ConnectionGate> held =
                host.extensions.of(ConnectionGate.class).get(0);

        host.get(host.host.stop("busy"));

        assertThat(host.extensions.of(ConnectionGate.class)).isEmpty();
        assertThat(held.isRemoved()).isTrue();
        assertThat(host.time.pendingTimers()).isZero();
        assertThat(host.status("busy").state()).isEqualTo(State.STOPPED);
        assertThat(host.posted(PluginStopped.class))
                .extracting(PluginStopped::reason)
                .containsExactly("by hand");
    }

    @Test
    void closeablesAreClosedTheNewestFirstWhileTheContextStillWorks() throws IOException {
        TestPlugin.of("tidy")
                .source(
                        "Inner",
                        """
                        @Singleton final class Inner implements AutoCloseable {
                            static StringBuilder log = new StringBuilder();
                            public void close() { log.append("inner "); throw new IllegalStateException("for a test"); }
                        }
                        """)
                .source(
                        "Outer",
                        """
                        @Singleton final class Outer implements AutoCloseable {
                            private final StateStore state;
                            @Inject Outer(Inner inner, StateStore state) { this.state = state; }
                            public void close() {
                                Inner.log.append("outer ");
                                state.save("closed", Inner.log.toString().getBytes());
                            }
                        }
                        """)
                .source(
                        "Gate",
                        """
                        @Extension public final class Gate implements ConnectionGate, AutoCloseable {
                            @Inject Gate(Inner inner, Outer outer) {}
                            public String name() { return "gate"; }
                            public Optional<String> refuses(PeerAddress peer, boolean in) { return Optional.empty(); }
                            public void close() { Inner.log.append("gate "); }
                        }
                        """)
                .jarIn(folder);
        start();
        host.get(host.host.stop("tidy"));

        assertThat(new String(host.state.load("tidy.closed").result().orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("gate outer ");
        assertThat(host.posted(PluginFailed.class))
                .extracting(PluginFailed::reason)
                .containsExactly("IllegalStateException: for a test");
    }

    @Test
    void aStoppedPluginCanBeStartedAgain() throws IOException {
        TestPlugin.gate("bans", "banned").jarIn(folder);
        start();
        host.get(host.host.stop("bans"));
        host.get(host.host.start("bans"));

        assertThat(host.answers()).containsExactly("banned");
    }

    @Test
    void aPluginThatIsNotThereCannotBeStarted() {
        start();

        assertThatThrownBy(() -> host.get(host.host.start("bans")))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_FAILED))
                .hasMessage("plugin bans is in none of [" + folder + "]");
    }

    @Test
    void stoppingWhatDoesNotRunIsHarmless() {
        start();
        host.get(host.host.stop("bans"));
        assertThat(host.host.plugins()).isEmpty();
    }

    @Test
    void aReloadRunsTheChangedCode() throws IOException {
        TestPlugin.gate("bans", "old").jarIn(folder);
        start();
        TestPlugin.of("bans", "1.1.0").withGate("Gate", "new").jarIn(folder);
        assertThat(host.answers()).containsExactly("old");

        host.get(host.host.reload("bans"));

        assertThat(host.answers()).containsExactly("new");
        assertThat(host.status("bans").version()).isEqualTo("1.1.0");
    }

    @Test
    void aReloadInACheckoutRunsTheChangedCode() throws IOException {
        TestPlugin.gate("bans", "old").moduleIn(folder);
        start();
        TestPlugin.gate("bans", "new").moduleIn(folder);
        assertThat(host.answers()).containsExactly("old");

        host.get(host.host.reload("bans"));

        assertThat(host.answers()).containsExactly("new");
    }

    @Test
    void aReloadOfAFileThatCannotBeLoadedKeepsTheOldPlugin() throws IOException {
        TestPlugin.gate("bans", "old").jarIn(folder);
        start();
        TestPlugin.gate("bans", "new").needs("missing").jarIn(folder);

        assertThatThrownBy(() -> host.get(host.host.reload("bans")))
                .hasMessage("plugin bans: it needs plugin missing, which is not there");
        assertThat(host.answers()).containsExactly("old");
        assertThat(host.status("bans").state()).isEqualTo(State.STARTED);
    }

    @Test
    void aReloadTakesThoseAlongThatUseIt() throws IOException {
        Path base = words("1.0.0", "old");
        speaker("user", "base", base).jarIn(folder);
        speaker("wisher", "base?", base).jarIn(folder);
        start();
        assertThat(host.answers()).containsExactly("old", "old");
        words("1.1.0", "new");

        host.get(host.host.reload("base"));

        assertThat(host.answers()).containsExactly("new", "new");
    }

    @Test
    void aReloadThatFailsInItsStartLeavesThoseRunningThatCanDoWithout() throws IOException {
        TestPlugin.gate("base", "base").jarIn(folder);
        TestPlugin.gate("user", "user").needs("base").jarIn(folder);
        TestPlugin.gate("wisher", "alone").needs("base?").jarIn(folder);
        start();
        TestPlugin.of("base")
                .source("Gate", TestPlugin.gateWithConstructor("throw new IllegalStateException(\"for a test\");"))
                .jarIn(folder);

        assertThatThrownBy(() -> host.get(host.host.reload("base"))).hasMessageContaining("for a test");
        assertThat(host.answers()).containsExactly("alone");
        assertThat(host.status("base").state()).isEqualTo(State.REFUSED);
        assertThat(host.status("user").state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aReloadCanBringANewPlugin() throws IOException {
        start();
        TestPlugin.gate("bans", "banned").jarIn(folder);

        host.get(host.host.reload("bans"));

        assertThat(host.answers()).containsExactly("banned");
    }

    @Test
    void aStopTakesThoseAlongThatNeedItAndNotThoseThatCanDoWithout() throws IOException {
        Path base = words("1.0.0", "word");
        speaker("user", "base", base).jarIn(folder);
        TestPlugin.gate("wisher", "alone").needs("base?").jarIn(folder);
        start();

        host.get(host.host.stop("base"));

        assertThat(host.answers()).containsExactly("alone");
        assertThat(host.problem("user")).isEqualTo("it uses plugin base, which was stopped");
        assertThat(host.status("wisher").state()).isEqualTo(State.STARTED);
    }

    @Test
    void aPluginThatFailsAgainAndAgainIsStopped() throws IOException {
        TestPlugin.of("faulty")
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor("")
                                .replace(
                                        "return Optional.empty();", "throw new IllegalStateException(\"for a test\");"))
                .jarIn(folder);
        TestPlugin.gate("good", "good").jarIn(folder);
        start("spate.plugin-host.max-faults=3");
        host.answers();
        host.answers();
        assertThat(host.status("faulty").state()).isEqualTo(State.STARTED);
        host.answers();
        host.settle();

        assertThat(host.status("faulty").state()).isEqualTo(State.STOPPED);
        assertThat(host.problem("faulty"))
                .isEqualTo(
                        "it was stopped after 3 faults within 60 s, the last in refuses: IllegalStateException: for a test");
        assertThat(host.answers()).containsExactly("good");
    }

    @Test
    void aPluginThatIsSlowAgainAndAgainIsStopped() throws IOException {
        TestPlugin.gate("slow", "slow").jarIn(folder);
        start("spate.plugin-host.max-faults=3", "spate.plugin-host.slow-call=50ms");
        host.everyCallTakes(Duration.ofMillis(70));

        for (int call = 1; call <= 5; call++) {
            assertThat(host.answers()).containsExactly("slow");
        }
        host.settle();

        assertThat(host.problem("slow"))
                .isEqualTo("it was stopped after 3 faults within 60 s,"
                        + " the last in refuses: took 70 ms, again (expected: at most 50 ms)");
    }

    @Test
    void whatATimerThrowsIsAFault() throws IOException {
        TestPlugin.of("faulty")
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor(
                                        "timers.every(Duration.ofSeconds(1), () -> { throw new NoSuchMethodError(\"gone\"); });")
                                .replace("Gate()", "@Inject Gate(Timers timers)"))
                .jarIn(folder);
        start("spate.plugin-host.max-faults=3");
        host.time.advance(Duration.ofSeconds(5));
        host.settle();

        assertThat(host.problem("faulty"))
                .isEqualTo("it was stopped after 3 faults within 60 s,"
                        + " the last in a task on its loop: NoSuchMethodError: gone");
        assertThat(host.time.pendingTimers()).isZero();
    }

    @Test
    void theFilesOfARunningPluginCanBeDeleted() throws IOException {
        Path jar = TestPlugin.of("bans")
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor("").replace("Optional.empty()", "Optional.of(Late.text())"))
                .source("Late", "final class Late { static String text() { return \"late\"; } }")
                .jarIn(folder);
        start();
        Files.delete(jar);

        assertThat(host.answers()).containsExactly("late");
    }

    @Test
    void theCloseStopsAllAndEndsTheHost() throws IOException {
        TestPlugin.gate("bans", "banned").jarIn(folder);
        start();
        host.get(host.host.close());

        assertThat(host.answers()).isEmpty();
        assertThatThrownBy(() -> host.get(host.host.start("bans")))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPED));
        host = null;
    }

    private Path words(String version, String word) throws IOException {
        return TestPlugin.of("base", version)
                .source(
                        "base.api",
                        "Words",
                        "public class Words { public static String word() { return \"%s\"; } }".formatted(word))
                .manifest("Plugin-Exports", "base.api")
                .jarIn(folder);
    }

    private static TestPlugin speaker(String id, String needs, Path base) {
        return TestPlugin.of(id)
                .needs(needs)
                .compiledAgainst(base)
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor("")
                                .replace("\"gate\"", "\"" + id + "\"")
                                .replace("Optional.empty()", "Optional.of(base.api.Words.word())"));
    }
}
