package io.spate.simulation;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.spate.api.net.Network;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.session.SessionSockets;
import io.spate.testkit.LoopbackNetwork;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.List;
import org.pf4j.ExtensionPoint;

/** A simulated host in the place of the machine. */
final class SimulationModule extends AbstractModule {
    private final SimulatedPlatform platform;
    private final LoopbackNetwork network;
    private final List<ExtensionPoint> extensions;

    SimulationModule(SimulatedPlatform platform, LoopbackNetwork network, List<ExtensionPoint> extensions) {
        this.platform = platform;
        this.network = network;
        this.extensions = extensions;
    }

    @Override
    protected void configure() {
        bind(Platform.class).toInstance(platform);
        bind(Network.class).toInstance(network);
        bind(SessionSockets.class).toInstance(new SessionSockets() {
            @Override
            public Future<InetSocketAddress> open(InetSocketAddress address) {
                return Future.succeededFuture(address);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        });
        Multibinder<ExtensionPoint> set = Multibinder.newSetBinder(binder(), ExtensionPoint.class);
        extensions.forEach(extension -> set.addBinding().toInstance(extension));
    }
}
