package io.spate.kernel.session;

import io.spate.api.session.PluginStatus;
import io.spate.api.session.RequiredPluginException;
import io.vertx.core.Future;
import java.util.List;

/** The plugins of a session, wherever they come from. */
interface SessionPlugins {
    /**
     * Starts all that can be started. A plugin that cannot is told of by {@link #status}, and hinders nobody, unless the settings
     * require it: then this fails with a {@link RequiredPluginException}.
     */
    Future<Void> start();

    List<PluginStatus> status();

    /** Starts one plugin, and those that it needs. */
    Future<Void> start(String id);

    /** Stops one plugin, and before it those that use it; all that it did is undone when the future completes. */
    Future<Void> stop(String id);

    /** Replaces one by what its file is now. */
    Future<Void> reload(String id);

    Future<Void> stop();
}
