package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which classes a plugin sees. */
class PluginIsolationTest extends HostedPluginsTest {
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
                        TestPlugin.gateWithConstructor("")
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
                        TestPlugin.gateWithConstructor("")
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
}
