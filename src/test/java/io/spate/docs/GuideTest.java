package io.spate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.AlertSubscription;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PluginStatus;
import io.spate.api.session.Session;
import io.spate.kernel.SessionBuilder;
import io.spate.kernel.Spate;
import io.spate.swarm.TestTorrent;
import io.vertx.core.Future;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin of the guide: compiled from the page, tested by its own test, and loaded. */
class GuideTest {
    private static final String TEST = "KnownPeersTest";
    private static final Map<String, String> FILES =
            new Page(Checkout.current().docs().resolve("writing-a-plugin.md")).files();

    @TempDir
    private Path directory;

    private Path plugins;
    private Path classes;

    @BeforeEach
    void compileThePlugin() throws Exception {
        plugins = directory.resolve("my-plugins");
        classes = plugins.resolve("known-peers/target/classes");
        Files.createDirectories(classes.resolve("META-INF"));
        Files.writeString(classes.resolve("META-INF/MANIFEST.MF"), FILES.get("MANIFEST.MF"));
        Files.writeString(classes.resolve("reference.conf"), FILES.get("reference.conf"));
        compile(
                FILES.keySet().stream()
                        .filter(name -> name.endsWith(".java") && !name.equals(TEST + ".java"))
                        .toList(),
                classes);
    }

    @Test
    void namesTheVersionThatIsBuilt() {
        assertThat(FILES.get("pom.xml"))
                .containsSubsequence(
                        "<artifactId>spate</artifactId>", "<version>" + Spate.version() + "</version>", "import");
    }

    @Test
    void itsTestPasses() throws Exception {
        Path tests = Files.createDirectories(directory.resolve("test-classes"));
        compile(List.of(TEST + ".java"), tests);
        URL[] path = {classes.toUri().toURL(), tests.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(run(loader.loadClass("org.example.knownpeers." + TEST))).isPositive();
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    @Test
    void itRunsAndFindsPeers() throws Exception {
        TestTorrent torrent = TestTorrent.of("file.bin", 300_000, 32 * 1024, 1).writeTo(directory.resolve("seed"));
        try (Session seeder = await(session("seed-state").start())) {
            await(seeder.add(AddTorrent.of(torrent.metainfo(), directory.resolve("seed"))));
            PeerAddress address = PeerAddress.of(seeder.listenAddresses().get(0));
            try (Session session = await(session("state")
                            .plugins(plugins)
                            .set("spate.plugins.known-peers.peers", "[\"" + address + "\"]")
                            .start());
                    AlertSubscription alerts = session.subscribe(Set.of(AlertCategory.PEER), 100)) {
                assertThat(session.plugins()).hasSize(1).first().satisfies(GuideTest::isStarted);

                await(await(session.add(AddTorrent.of(torrent.metainfo(), directory.resolve("got"))))
                        .whenFinished());

                assertThat(names(alerts)).contains("PeersTold", "PeerConnected");
            }
        }
    }

    private static void isStarted(PluginStatus plugin) {
        assertThat(plugin.problem()).isEmpty();
        assertThat(plugin.contributions()).containsExactly("PeerSource known-peers");
        assertThat(Checkout.text(Checkout.current().docs().resolve("writing-a-plugin.md")))
                .contains(plugin.description() + "\n    PeerSource known-peers\n");
    }

    private static List<String> names(AlertSubscription alerts) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Optional<Alert> next = alerts.poll(); next.isPresent(); next = alerts.poll(Duration.ofMillis(10))) {
            names.add(next.get().name());
        }
        return names;
    }

    private SessionBuilder session(String state) {
        return Spate.session()
                .listen(List.of(new HostAndPort("127.0.0.1", 0)))
                .stateDirectory(directory.resolve(state));
    }

    private static int run(Class<?> test) throws Exception {
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        int run = 0;
        for (Method method : test.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                method.invoke(constructor.newInstance());
                run++;
            }
        }
        return run;
    }

    private void compile(List<String> names, Path into) throws Exception {
        List<Path> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(Files.writeString(directory.resolve(name), FILES.get(name)));
        }
        assertThat(sources).isNotEmpty();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        List<String> options = List.of(
                "--release",
                "17",
                "-processor",
                "org.pf4j.processor.ExtensionAnnotationProcessor",
                "-classpath",
                classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "-d",
                into.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            output, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as("the compiler says: %s", output).isTrue();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
