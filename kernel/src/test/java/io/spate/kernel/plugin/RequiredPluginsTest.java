package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.alert.PluginFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts whose settings require a plugin. */
class RequiredPluginsTest {
    private static final String REQUIRED = "spate.plugins.guard.required=true";
    private static final String BECAUSE = "spate.plugins.guard.required is true (--set " + REQUIRED + ")";

    @TempDir
    private Path folder;

    private TestHost host;

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void nobodyIsConnectedToUntilAllOfThePluginIsThere() throws Exception {
        TestPlugin.gate("guard", "guarded").jarIn(folder);
        List<List<String>> answersWhenAllowed = new ArrayList<>();
        host = new TestHost(folder, REQUIRED);
        assertThat(host.refusals).containsExactly(Optional.of("plugin guard does not run, and " + BECAUSE));
        host.get(host.host.startAll().onSuccess(started -> answersWhenAllowed.add(host.answers())));

        assertThat(host.refusals).endsWith(Optional.empty());
        assertThat(answersWhenAllowed).containsExactly(List.of("guarded"));
        assertThat(host.required.problem(host.host.plugins())).isEmpty();
    }

    @Test
    void nobodyIsConnectedToWhileItIsStopped() throws Exception {
        TestPlugin.gate("guard", "guarded").jarIn(folder);
        host = TestHost.started(folder, REQUIRED);
        host.get(host.host.stop("guard"));
        assertThat(host.refusals).endsWith(Optional.of("plugin guard does not run, and " + BECAUSE));
        assertThat(host.posted(PluginFailed.class))
                .extracting(PluginFailed::reason)
                .containsExactly("nobody is connected to while it does not run: " + BECAUSE);

        host.get(host.host.start("guard"));
        assertThat(host.refusals).endsWith(Optional.empty());
    }

    @Test
    void nobodyIsConnectedToWhenItIsStoppedForItsFaults() throws Exception {
        TestPlugin.of("guard")
                .source(
                        "Gate",
                        """
                        @Extension
                        public final class Gate implements ConnectionGate {
                            public String name() { return "guard"; }
                            public Optional<String> refuses(PeerAddress peer, boolean incoming) {
                                throw new IllegalStateException("for a test");
                            }
                        }
                        """)
                .jarIn(folder);
        host = TestHost.started(folder, REQUIRED, "spate.plugin-host.max-faults=1");
        host.answers();
        host.settle();

        assertThat(host.refusals).endsWith(Optional.of("plugin guard does not run, and " + BECAUSE));
        assertThat(host.posted(PluginFailed.class))
                .extracting(PluginFailed::reason)
                .contains("nobody is connected to while it does not run: " + BECAUSE);
    }

    @Test
    void aReplacementIsNoReasonToComplain() throws Exception {
        TestPlugin.gate("guard", "guarded").jarIn(folder);
        host = TestHost.started(folder, REQUIRED);
        host.get(host.host.reload("guard"));

        assertThat(host.refusals).endsWith(Optional.empty());
        assertThat(host.posted(PluginFailed.class)).isEmpty();
    }

    @Test
    void saysWhatBecameOfAPluginThatIsMissing() throws Exception {
        host = TestHost.started(folder, REQUIRED);
        assertThat(host.required.problem(host.host.plugins())).contains(BECAUSE + ", but plugin guard is not there");
        host.close();

        TestPlugin.gate("guard", "guarded").jarIn(folder);
        host = TestHost.started(folder, REQUIRED, "spate.plugins.guard.enabled=false");
        assertThat(host.required.problem(host.host.plugins())).contains(BECAUSE + ", but plugin guard is switched off");
        host.close();

        host = TestHost.started(folder, REQUIRED, "spate.plugins.other.required=true");
        assertThat(host.required.problem(host.host.plugins()).orElseThrow()).endsWith("but plugin other is not there");
    }
}
