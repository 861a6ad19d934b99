package io.spate.kernel.session;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import io.spate.api.PeerAddress;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.ListenFailed;
import io.spate.api.net.Network;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.net.KernelNetwork;
import io.spate.kernel.net.SourceAddresses;
import io.spate.kernel.net.TcpTransport;
import io.spate.kernel.net.UdpSockets;
import io.spate.kernel.net.VertxPlatform;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.settings.CongestionSettings;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import org.pf4j.ExtensionPoint;

/** The machine that a session runs on: Vert.x's loops, disk threads, TCP and UDP. */
final class MachineModule extends AbstractModule {
    private final VertxPlatform platform;
    private final CongestionSettings congestion;

    MachineModule(VertxPlatform platform, CongestionSettings congestion) {
        this.platform = platform;
        this.congestion = congestion;
    }

    @Override
    protected void configure() {
        bind(Platform.class).toInstance(platform);
        bind(UdpSockets.class).toInstance(new UdpSockets(platform));
        Multibinder.newSetBinder(binder(), ExtensionPoint.class)
                .addBinding()
                .toInstance(new TcpTransport(platform, congestion));
    }

    @Provides
    @Singleton
    Network network(UdpSockets datagrams, SourceAddresses sources, ListenAddresses listening) {
        return new KernelNetwork(platform, datagrams, sources, listening::now);
    }

    @Provides
    @Singleton
    SessionSockets sockets(UdpSockets datagrams, AlertBus alerts, Platform machine) {
        return new SessionSockets() {
            @Override
            public Future<InetSocketAddress> open(InetSocketAddress address) {
                return datagrams.open(address).onFailure(failure -> told(address, failure));
            }

            @Override
            public Future<Void> close() {
                return datagrams.close();
            }

            private void told(InetSocketAddress address, Throwable failure) {
                if (alerts.wants(AlertCategory.ERROR)) {
                    alerts.post(new ListenFailed(
                            machine.clock().instant(),
                            PeerAddress.of(address).toString(),
                            "udp",
                            failure.getMessage()));
                }
            }
        };
    }
}
