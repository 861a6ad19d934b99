package io.spate.kernel.plugin;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Plugins in a folder, and a host that starts them. */
abstract class HostedPluginsTest {
    @TempDir
    Path folder;

    TestHost host;

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    final void start(String... set) {
        host = TestHost.started(folder, set);
    }
}
