package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.PluginFailed;
import io.spate.api.alert.PluginStarted;
import io.spate.api.alert.PluginStopped;
import io.spate.api.net.ConnectionGate;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.PluginStatus.State;
import io.spate.kernel.extension.Registered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {
    @TempDir
    Path folder;

    private TestHost host;

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void runsWithoutAnyPlugin() {
        start();
        assertThat(host.host.plugins()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereHoldsNoPlugins() {
        host = TestHost.started(folder.resolve("missing"));
        assertThat(host.host.plugins()).isEmpty();
    }

    @Test
    void startsWhatItFindsInAJar() throws IOException {
        TestPlugin.gate("bans", "banned")
                .manifest("Plugin-Description", "Bans peers")
                .jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("banned");
        assertThat(host.host.plugins())
                .containsExactly(new PluginStatus(
                        "bans",
                        "1.0.0",
                        State.STARTED,
                        "Bans peers",
                        List.of("ConnectionGate bans"),
                        Optional.empty()));
        assertThat(host.posted(PluginStarted.class)).singleElement().satisfies(alert -> assertThat(alert.message())
                .isEqualTo("plugin bans 1.0.0 started: ConnectionGate bans"));
    }

    @Test
    void startsWhatItFindsInACheckout() throws IOException {
        TestPlugin.gate("bans", "banned").moduleIn(folder);
        Files.createDirectories(folder.resolve("not-built").resolve("src"));
        start();

        assertThat(host.answers()).containsExactly("banned");
        assertThat(host.host.plugins()).hasSize(1);
    }

    @Test
    void aPluginIsNotStartedWhenItIsSwitchedOff() throws IOException {
        TestPlugin.gate("bans", "banned").jarIn(folder);
        start("spate.plugins.bans.enabled=false");

        assertThat(host.status("bans").state()).isEqualTo(State.DISABLED);
        assertThat(host.answers()).isEmpty();
        assertThat(host.posted(PluginFailed.class)).isEmpty();
    }

    @Test
    void aPluginThatIsSwitchedOffCanBeStartedByHand() throws IOException {
        TestPlugin.gate("bans", "banned").jarIn(folder);
        start("spate.plugins.bans.enabled=false");
        host.get(host.host.start("bans"));

        assertThat(host.answers()).containsExactly("banned");
    }

    @Test
    void oneBadPluginNeverHindersTheOthers() throws IOException {
        TestPlugin.gate("a-good", "a").jarIn(folder);
        Files.writeString(folder.resolve("b-broken.jar"), "no zip");
        TestPlugin.of("c-throws")
                .source("Gate", gateWithConstructor("throw new IllegalStateException(\"for a test\");"))
                .jarIn(folder);
        TestPlugin.gate("d-future", "d").manifest("Plugin-Requires", ">=9.0.0").jarIn(folder);
        TestPlugin.gate("e-lonely", "e").needs("missing").jarIn(folder);
        TestPlugin.gate("z-good", "z").jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("a", "z");
        assertThat(host.posted(PluginFailed.class))
                .extracting(PluginFailed::plugin)
                .containsExactlyInAnyOrder("b-broken.jar", "c-throws", "d-future", "e-lonely");
    }

    @Test
    void everyRefusalIsASentence() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "no zip");
        TestPlugin.of("none").manifest("Plugin-Id", null).jar(folder.resolve("none.jar"));
        TestPlugin.gate("bad-id", "x").manifest("Plugin-Id", "Bad Id").jar(folder.resolve("bad-id.jar"));
        TestPlugin.gate("no-version", "x").manifest("Plugin-Version", "one").jarIn(folder);
        TestPlugin.gate("future", "x").manifest("Plugin-Requires", ">=9.0.0").jarIn(folder);
        TestPlugin.gate("range", "x").manifest("Plugin-Requires", "new ones").jarIn(folder);
        TestPlugin.gate("classic", "x").manifest("Plugin-Class", "test.Main").jarIn(folder);
        TestPlugin.gate("lonely", "x").needs("missing").jarIn(folder);
        TestPlugin.gate("base", "base").jarIn(folder);
        TestPlugin.gate("picky", "x").needs("base@>=2.0.0").jarIn(folder);
        TestPlugin.gate("hen", "x").needs("egg").jarIn(folder);
        TestPlugin.gate("egg", "x").needs("hen").jarIn(folder);
        TestPlugin.gate("chick", "x").needs("hen").jarIn(folder);
        TestPlugin.gate("off", "x").jarIn(folder);
        TestPlugin.gate("stranded", "x").needs("off").jarIn(folder);
        start("spate.plugins.off.enabled=false");

        assertThat(host.problem("broken.jar")).startsWith("broken.jar cannot be read: ");
        assertThat(host.problem("none.jar")).isEqualTo("none.jar is no plugin: its manifest has no Plugin-Id");
        assertThat(host.problem("bad-id.jar"))
                .isEqualTo("bad-id.jar has the Plugin-Id \"Bad Id\" (expected: lower-case letters, digits and dashes)");
        assertThat(host.problem("no-version"))
                .isEqualTo("its Plugin-Version is \"one\" (expected: three numbers with dots, such as 1.2.0)");
        assertThat(host.problem("future"))
                .matches("it requires version >=9.0.0 of the plugin API, but this is \\d+\\.\\d+\\.\\d+");
        assertThat(host.problem("range"))
                .isEqualTo("its Plugin-Requires is \"new ones\" (expected: a range such as >=1.2.0 & <2.0.0)");
        assertThat(host.problem("classic")).startsWith("it names a Plugin-Class, test.Main, which is not used");
        assertThat(host.problem("lonely")).isEqualTo("it needs plugin missing, which is not there");
        assertThat(host.problem("picky")).isEqualTo("it needs plugin base in version >=2.0.0, but 1.0.0 is there");
        assertThat(host.problem("hen")).isEqualTo("it needs itself: hen -> egg -> hen");
        assertThat(host.problem("egg")).isEqualTo("it needs itself: hen -> egg -> hen");
        assertThat(host.problem("chick")).isEqualTo("it needs plugin hen, which cannot be loaded");
        assertThat(host.problem("stranded"))
                .isEqualTo("it needs plugin off, which is switched off by spate.plugins.off.enabled");
        assertThat(host.answers()).containsExactly("base");
    }

    @Test
    void ofTwoWithTheSameIdTheFirstIsTaken() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Path installed = Files.createDirectory(folder.resolve("installed"));
        TestPlugin.gate("bans", "mine").jarIn(own);
        TestPlugin.gate("bans", "theirs").jarIn(installed);
        host = new TestHost(List.of(own, installed));
        host.get(host.host.startAll());

        assertThat(host.answers()).containsExactly("mine");
        assertThat(host.host.plugins()).extracting(PluginStatus::state).containsExactly(State.STARTED, State.REFUSED);
        assertThat(host.host.plugins().get(1).problem())
                .contains("its id is taken: " + own.resolve("bans.jar") + " comes before "
                        + installed.resolve("bans.jar"));
    }

    @Test
    void aPluginThatFailsInItsStartIsRefusedAndLeavesNothingBehind() throws IOException {
        TestPlugin.of("bans")
                .withGate("First", "first")
                .source("Second", gateWithConstructor("throw new IllegalStateException(\"for a test\");", "Second"))
                .jarIn(folder);
        start();

        assertThat(host.status("bans").state()).isEqualTo(State.REFUSED);
        assertThat(host.problem("bans"))
                .isEqualTo("its extension test.bans.Second failed when it was made: IllegalStateException: for a test");
        assertThat(host.answers()).isEmpty();
    }

    @Test
    void aPluginThatHangsInItsStartIsGivenUp() throws IOException {
        TestPlugin.of("a-hangs")
                .source("Gate", gateWithConstructor("new java.util.concurrent.Semaphore(0).acquireUninterruptibly();"))
                .jarIn(folder);
        TestPlugin.gate("good", "good").jarIn(folder);
        start("spate.plugin-host.start-timeout=1s");

        assertThat(host.problem("a-hangs")).isEqualTo("its start took more than 1000 ms");
        assertThat(host.answers()).containsExactly("good");
    }

    @Test
    void aPluginThatNeedsOneThatFailedIsRefused() throws IOException {
        TestPlugin.of("base")
                .source("Gate", gateWithConstructor("throw new IllegalStateException(\"for a test\");"))
                .jarIn(folder);
        TestPlugin.gate("user", "x").needs("base").jarIn(folder);
        start();

        assertThat(host.problem("user")).isEqualTo("it needs plugin base, which did not start");
    }

    @Test
    void aPluginThatContributesNothingIsToldOf() throws IOException {
        TestPlugin.gate("silent", "x").withoutIndex().jarIn(folder);
        start();

        assertThat(host.status("silent").state()).isEqualTo(State.STARTED);
        assertThat(host.problem("silent")).startsWith("it contributes nothing: no class is listed in its META-INF/");
        assertThat(host.posted(PluginFailed.class)).hasSize(1);
    }

    @Test
    void aSecondExtensionOfTheSameNameIsRefused() throws IOException {
        TestPlugin.gate("bans", "one").jarIn(folder);
        TestPlugin.of("copycat")
                .source("Gate", gateWithConstructor("").replace("\"gate\"", "\"bans\""))
                .jarIn(folder);
        start();

        assertThat(host.problem("copycat")).isEqualTo("there is a ConnectionGate bans already, of bans");
        assertThat(host.answers()).containsExactly("one");
    }

    @Test
    void injectsWhatTheContextGivesAndThePluginsOwnClasses() throws IOException {
        TestPlugin.of("full")
                .source(
                        "Limits",
                        """
                        record Limits(int peers) {
                            @Inject Limits(Settings settings) { this(settings.integer("peers", 1, 10)); }
                        }
                        """)
                .source("Counter", "@Singleton final class Counter { int count; }")
                .source(
                        "Gate",
                        """
                        @Extension
                        public final class Gate implements ConnectionGate {
                            private final String seen;
                            @Inject Gate(PluginContext context, Settings settings, Alerts alerts, Clock clock,
                                    Timers timers, RandomGenerator random, SessionView session, Network network,
                                    StateStore state, org.slf4j.Logger log, Limits limits, Counter one, Counter two) {
                                one.count++;
                                seen = context.id() + " " + context.version() + " " + limits.peers() + " " + two.count
                                        + " " + (log != null) + " " + clock.instant();
                            }
                            public String name() { return "gate"; }
                            public Optional<String> refuses(PeerAddress peer, boolean in) { return Optional.of(seen); }
                        }
                        """)
                .file("reference.conf", "spate.plugins.full { peers = 3 }")
                .jarIn(folder);
        start("spate.plugins.full.peers=7");

        assertThat(host.problem("full")).isEqualTo("none");
        assertThat(host.answers()).containsExactly("full 1.0.0 7 1 true 2026-01-01T00:00:00Z");
    }

    @Test
    void whatIsNotListedCannotBeInjected() throws IOException {
        TestPlugin.of("greedy")
                .source("Gate", gateWithConstructor("").replace("Gate()", "@Inject Gate(io.vertx.core.Vertx vertx)"))
                .jarIn(folder);
        start();

        assertThat(host.problem("greedy"))
                .startsWith("its extension test.greedy.Gate cannot be made: ")
                .contains("io.vertx.core.Vertx")
                .doesNotContain("\n");
    }

    @Test
    void aWrongSettingRefusesThePluginWithItsOrigin() throws IOException {
        TestPlugin.of("limits")
                .source(
                        "Gate",
                        gateWithConstructor("settings.integer(\"peers\", 1, 10);")
                                .replace("Gate()", "@Inject Gate(Settings settings)"))
                .file("reference.conf", "spate.plugins.limits { peers = 3 }")
                .jarIn(folder);
        start("spate.plugins.limits.peers=700");

        assertThat(host.problem("limits"))
                .isEqualTo("--set spate.plugins.limits.peers=700: spate.plugins.limits.peers: 700 (expected: 1..10)");
    }

    @Test
    void aPluginSeesNothingOfTheHostButTheApi() throws IOException {
        TestPlugin.of("spy")
                .source(
                        "Gate",
                        """
                        @Extension
                        public final class Gate implements ConnectionGate {
                            public String name() { return "spy"; }
                            public Optional<String> refuses(PeerAddress peer, boolean incoming) {
                                StringBuilder seen = new StringBuilder();
                                for (String name : List.of("io.spate.kernel.plugin.PluginHost",
                                        "com.google.inject.Injector", "io.vertx.core.impl.VertxImpl",
                                        "io.vertx.core.internal.VertxInternal", "io.netty.channel.Channel",
                                        "com.fasterxml.jackson.core.JsonFactory", "org.pf4j.PluginManager",
                                        "io.vertx.core.Vertx", "io.netty.buffer.ByteBuf", "org.slf4j.Logger",
                                        "java.sql.Driver")) {
                                    try {
                                        Class.forName(name);
                                        seen.append(name.substring(name.lastIndexOf('.') + 1)).append(' ');
                                    } catch (ClassNotFoundException e) {
                                        // as it should be
                                    }
                                }
                                ClassLoader own = getClass().getClassLoader();
                                seen.append(own.getResource("reference.conf") != null).append(' ')
                                        .append(own.getResource("io/spate/kernel/plugin/PluginHost.class") != null)
                                        .append(' ')
                                        .append(own.getResource("io/spate/api/InfoHash.class") != null);
                                return Optional.of(seen.toString());
                            }
                        }
                        """)
                .jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("Vertx ByteBuf Logger Driver false false true");
    }

    @Test
    void aPluginMayBringItsOwnVersionOfAnything() throws IOException {
        TestPlugin.of("own")
                .source(
                        "com.google.inject",
                        "Injector",
                        "public class Injector { public String toString() { return \"own\"; } }")
                .source(
                        "Gate",
                        gateWithConstructor("")
                                .replace(
                                        "Optional.empty()", "Optional.of(new com.google.inject.Injector().toString())"))
                .jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("own");
    }

    @Test
    void aPluginSeesWhatItsDependencyExportsAndNoMore() throws IOException {
        Path base = TestPlugin.of("base")
                .source(
                        "base.api",
                        "Words",
                        "public class Words { public static String hello() { return \"hello\"; } }")
                .source("base.inner", "Secret", "public class Secret {}")
                .manifest("Plugin-Exports", "base.api")
                .jarIn(folder);
        TestPlugin.of("user")
                .needs("base@>=1.0.0 & <2.0.0")
                .compiledAgainst(base)
                .source(
                        "Gate",
                        gateWithConstructor("")
                                .replace("Optional.empty()", "Optional.of(base.api.Words.hello() + \" \" + secret())")
                                .replace(
                                        "public String name",
                                        """
                                        private static String secret() {
                                            try {
                                                return Class.forName("base.inner.Secret").getName();
                                            } catch (ClassNotFoundException e) {
                                                return "hidden";
                                            }
                                        }
                                        public String name"""))
                .jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("hello hidden");
        assertThat(host.problem("base")).isEqualTo("none");
    }

    @Test
    void anOptionalDependencyNeedNotBeThere() throws IOException {
        TestPlugin.gate("user", "works").needs("base?").jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("works");
    }

    @Test
    void aStopUndoesWhatThePluginRegistered() throws IOException {
        TestPlugin.of("busy")
                .source(
                        "Gate",
                        gateWithConstructor(
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
                .source("Gate", gateWithConstructor("throw new IllegalStateException(\"for a test\");"))
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
                        gateWithConstructor("")
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
                        gateWithConstructor(
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
                .source("Gate", gateWithConstructor("").replace("Optional.empty()", "Optional.of(Late.text())"))
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

    private void start(String... set) {
        host = TestHost.started(folder, set);
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
                        gateWithConstructor("")
                                .replace("\"gate\"", "\"" + id + "\"")
                                .replace("Optional.empty()", "Optional.of(base.api.Words.word())"));
    }

    private static String gateWithConstructor(String code) {
        return gateWithConstructor(code, "Gate");
    }

    private static String gateWithConstructor(String code, String className) {
        return """
                @Extension
                public final class %1$s implements ConnectionGate {
                    %1$s() { %2$s }
                    public String name() { return "gate"; }
                    public Optional<String> refuses(PeerAddress peer, boolean incoming) { return Optional.empty(); }
                }
                """
                .formatted(className, code);
    }
}
