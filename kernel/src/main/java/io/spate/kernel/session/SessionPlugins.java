package io.spate.kernel.session;

import io.spate.api.session.PluginStatus;
import io.vertx.core.Future;
import java.util.List;

/** The plugins of a session, wherever they come from. */
interface SessionPlugins {
    /** Starts all that can be started. A plugin that cannot is told of by {@link #status}, and hinders nobody. */
    Future<Void> start();

    List<PluginStatus> status();

    Future<Void> stop();
}
