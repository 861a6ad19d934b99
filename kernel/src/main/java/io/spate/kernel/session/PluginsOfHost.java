package io.spate.kernel.session;

import io.spate.api.session.PluginStatus;
import io.spate.api.session.RequiredPluginException;
import io.spate.kernel.plugin.PluginHost;
import io.spate.kernel.plugin.RequiredPlugins;
import io.vertx.core.Future;
import java.util.List;

/** The plugins that a host found. */
record PluginsOfHost(PluginHost host, RequiredPlugins required) implements SessionPlugins {
    @Override
    public Future<Void> start() {
        return host.startAll().compose(started -> required.problem(host.plugins())
                .<Future<Void>>map(problem -> Future.failedFuture(new RequiredPluginException(problem, host.plugins())))
                .orElseGet(Future::succeededFuture));
    }

    @Override
    public List<PluginStatus> status() {
        return host.plugins();
    }

    @Override
    public Future<Void> start(String id) {
        return host.start(id);
    }

    @Override
    public Future<Void> stop(String id) {
        return host.stop(id);
    }

    @Override
    public Future<Void> reload(String id) {
        return host.reload(id);
    }

    @Override
    public Future<Void> stop() {
        return host.close();
    }
}
