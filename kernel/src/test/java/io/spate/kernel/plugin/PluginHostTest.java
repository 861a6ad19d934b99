package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PluginFailed;
import io.spate.api.alert.PluginStarted;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.PluginStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which plugins are found and started, and which are not. */
class PluginHostTest extends HostedPluginsTest {
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
                .source("Gate", TestPlugin.gateWithConstructor("throw new IllegalStateException(\"for a test\");"))
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
                .source(
                        "Second",
                        TestPlugin.gateWithConstructor("throw new IllegalStateException(\"for a test\");", "Second"))
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
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor(
                                "new java.util.concurrent.Semaphore(0).acquireUninterruptibly();"))
                .jarIn(folder);
        TestPlugin.gate("good", "good").jarIn(folder);
        start("spate.plugin-host.start-timeout=1s");

        assertThat(host.problem("a-hangs")).isEqualTo("its start took more than 1000 ms");
        assertThat(host.answers()).containsExactly("good");
    }

    @Test
    void aPluginThatNeedsOneThatFailedIsRefused() throws IOException {
        TestPlugin.of("base")
                .source("Gate", TestPlugin.gateWithConstructor("throw new IllegalStateException(\"for a test\");"))
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
                .source("Gate", TestPlugin.gateWithConstructor("").replace("\"gate\"", "\"bans\""))
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
                .source(
                        "Gate",
                        TestPlugin.gateWithConstructor("").replace("Gate()", "@Inject Gate(io.vertx.core.Vertx vertx)"))
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
                        TestPlugin.gateWithConstructor("settings.integer(\"peers\", 1, 10);")
                                .replace("Gate()", "@Inject Gate(Settings settings)"))
                .file("reference.conf", "spate.plugins.limits { peers = 3 }")
                .jarIn(folder);
        start("spate.plugins.limits.peers=700");

        assertThat(host.problem("limits"))
                .isEqualTo("--set spate.plugins.limits.peers=700: spate.plugins.limits.peers: 700 (expected: 1..10)");
    }

    @Test
    void anOptionalDependencyNeedNotBeThere() throws IOException {
        TestPlugin.gate("user", "works").needs("base?").jarIn(folder);
        start();

        assertThat(host.answers()).containsExactly("works");
    }
}
