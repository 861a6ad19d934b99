package io.spate.kernel.session;

import io.spate.api.InfoHashes;
import io.spate.api.alert.AlertListener;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.alert.PluggedListeners;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.upgrade.Upgrades;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/** The order in which state, extensions, plugins and sockets come and go. */
@Singleton
final class EngineParts implements SessionParts {
    private final SavedState state;
    private final Extensions extensions;
    private final Guards guards;
    private final Set<ExtensionPoint> builtIn;
    private final AlertBus alerts;
    private final Upgrades upgrades;
    private final SessionPlugins plugins;
    private final SessionSockets sockets;

    @Inject
    EngineParts(
            SavedState state,
            Extensions extensions,
            Guards guards,
            Set<ExtensionPoint> builtIn,
            AlertBus alerts,
            Upgrades upgrades,
            SessionPlugins plugins,
            SessionSockets sockets) {
        this.state = state;
        this.extensions = extensions;
        this.guards = guards;
        this.builtIn = builtIn;
        this.alerts = alerts;
        this.upgrades = upgrades;
        this.plugins = plugins;
        this.sockets = sockets;
    }

    @Override
    public Future<Void> start() {
        extensions.listen(AlertListener.class, new PluggedListeners(alerts));
        extensions.listen(ConnectionUpgrade.class, upgrades);
        builtIn.forEach(extension -> extensions.register(guards.ofKernel(), extension));
        return state.start().compose(claimed -> plugins.start());
    }

    @Override
    public SessionPlugins plugins() {
        return plugins;
    }

    @Override
    public Future<Void> forget(InfoHashes torrent) {
        return state.forget(torrent);
    }

    @Override
    public Future<Void> stop() {
        return plugins.stop().transform(stopped -> sockets.close()).transform(closed -> state.stop());
    }
}
