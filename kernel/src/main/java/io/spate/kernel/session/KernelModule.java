package io.spate.kernel.session;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.Network;
import io.spate.api.session.Session;
import io.spate.api.session.SessionView;
import io.spate.kernel.alert.AlertBus;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.choker.TitForTat;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.extension.JvmThreadMeter;
import io.spate.kernel.net.SourceAddresses;
import io.spate.kernel.picker.RarestFirst;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.EffectiveSettings;
import io.spate.kernel.settings.KernelSettings;
import io.spate.kernel.storage.FileStorage;
import io.spate.kernel.storage.MemoryStorage;
import io.spate.kernel.torrent.ConnectionCount;
import io.spate.kernel.torrent.Contributions;
import io.spate.kernel.torrent.DialBudget;
import io.spate.kernel.torrent.SwarmServices;
import io.spate.kernel.torrent.TorrentServices;
import io.spate.kernel.upgrade.Upgrades;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;

/**
 * A session, but for the machine that it runs on: that is another module's, such as {@link MachineModule}, which binds
 * {@code Platform}, {@code Network} and the transports. What the kernel extends itself by is in one set, to which embedders
 * add their own by modules of theirs.
 */
public final class KernelModule extends AbstractModule {
    /** BEP 20: two letters of our own, and the version. */
    private static final String PEER_ID_PREFIX = "-SV";

    private final EffectiveSettings settings;
    private final String version;
    private final Optional<Path> stateDirectory;
    private final boolean remembersTorrents;

    /**
     * @param version of the engine, {@code major.minor.patch}
     * @param stateDirectory none if nothing is to outlive the session
     * @param remembersTorrents whether the next session with this state directory has the torrents of this one
     */
    public KernelModule(
            EffectiveSettings settings, String version, Optional<Path> stateDirectory, boolean remembersTorrents) {
        this.settings = settings;
        this.version = version;
        this.stateDirectory = stateDirectory;
        this.remembersTorrents = remembersTorrents;
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireAtInjectOnConstructors();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
        bind(EffectiveSettings.class).toInstance(settings);
        bind(KernelSettings.class).toInstance(settings.kernel());
        Upgrades upgrades = new Upgrades();
        bind(Upgrades.class).toInstance(upgrades);
        bind(SessionTorrents.class).toInstance(new SessionTorrents(upgrades));
        bind(ListenAddresses.class).toInstance(new ListenAddresses());
        bind(Extensions.class).toInstance(new Extensions());
        bind(EngineSession.class);
        bind(Session.class).to(EngineSession.class);
        bind(SessionView.class).to(SessionFacts.class);
        bind(SessionParts.class).to(EngineParts.class);
        bind(EngineParts.class);

        Multibinder<ExtensionPoint> extensions = Multibinder.newSetBinder(binder(), ExtensionPoint.class);
        extensions.addBinding().toInstance(new RarestFirst());
        extensions.addBinding().toInstance(new TitForTat());
        extensions.addBinding().toInstance(new MemoryStorage());
        extensions
                .addBinding()
                .toInstance(new FileStorage(settings.kernel().disk().openFiles()));
    }

    @Provides
    @Singleton
    AlertBus alerts(Platform platform) {
        return new AlertBus(platform.clock());
    }

    @Provides
    @Singleton
    Guards guards(KernelSettings kernel, AlertBus alerts, Platform platform) {
        return new Guards(
                kernel.pluginHost(), alerts, platform.clock(), platform.loops().get(0)::nanoTime, new JvmThreadMeter());
    }

    @Provides
    @Singleton
    SessionIdentity identity(KernelSettings kernel, Platform platform) {
        String digits = version.replaceAll("[^0-9.]", "").replace(".", "");
        return new SessionIdentity(
                PeerId.random(PEER_ID_PREFIX + (digits + "0000").substring(0, 4) + "-", platform.newRandom()),
                "Spate/" + version,
                kernel.network().listen());
    }

    @Provides
    @Singleton
    SessionFacts facts(
            SessionIdentity identity,
            SessionTorrents torrents,
            ListenAddresses listening,
            Extensions extensions,
            KernelSettings kernel) {
        return new SessionFacts(
                identity, torrents, listening, extensions, kernel.network().transports());
    }

    @Provides
    @Singleton
    SavedState state(Platform platform, Extensions extensions, AlertBus alerts, KernelSettings kernel) {
        return new SavedState(platform, extensions, alerts, kernel.disk().storage(), stateDirectory);
    }

    @Provides
    @Singleton
    RememberedTorrents remembered(Platform platform, SavedState state, AlertBus alerts) {
        return new RememberedTorrents(platform, state, alerts, remembersTorrents);
    }

    @Provides
    @Singleton
    Transports transports(
            KernelSettings kernel, Extensions extensions, SourceAddresses sources, Network network, Upgrades upgrades) {
        return new Transports(
                kernel.network().transports(),
                extensions,
                sources,
                network,
                upgrades,
                kernel.peers().handshakeTimeout());
    }

    @Provides
    @Singleton
    IncomingLinks incoming(
            SessionTorrents torrents,
            Transports transports,
            Upgrades upgrades,
            AlertBus alerts,
            Platform platform,
            KernelSettings kernel) {
        return new IncomingLinks(
                torrents::find,
                transports,
                upgrades,
                alerts,
                platform.clock(),
                kernel.peers().handshakeTimeout());
    }

    @Provides
    @Singleton
    Listeners listeners(
            Transports transports,
            SessionSockets sockets,
            AlertBus alerts,
            Platform platform,
            IncomingLinks incoming,
            ListenAddresses addresses) {
        return new Listeners(transports, sockets, alerts, platform.clock(), incoming, addresses);
    }

    @Provides
    @Singleton
    SwarmServices swarm(
            SessionIdentity identity,
            Transports transports,
            AlertBus alerts,
            Platform platform,
            KernelSettings kernel) {
        return new SwarmServices(
                identity.peerId(),
                transports,
                alerts,
                platform.clock(),
                kernel.peers(),
                kernel.limits(),
                new ConnectionCount(kernel.limits().connections()),
                new DialBudget(kernel.limits()));
    }

    @Provides
    @Singleton
    TorrentServices torrents(
            Platform platform,
            SwarmServices swarm,
            KernelSettings kernel,
            Extensions extensions,
            SessionView session,
            SavedState state,
            SessionIdentity identity) {
        long memory = kernel.disk().bufferMemory();
        return new TorrentServices(
                platform,
                swarm,
                new BufferPool(memory / 4 * 3),
                new BufferPool(memory / 4),
                new RateLimit(kernel.limits().download()),
                new RateLimit(kernel.limits().upload()),
                kernel.policies(),
                state,
                state,
                new Contributions(extensions, session),
                identity.userAgent());
    }

    /** An address that we listen on and that is no wildcard is also where connections come from, one a family. */
    @Provides
    @Singleton
    SourceAddresses sources(KernelSettings kernel) {
        if (!kernel.network().outgoingAddresses().isEmpty()) {
            return new SourceAddresses(kernel.network().outgoingAddresses(), true);
        }
        List<InetAddress> bound = kernel.network().listen().stream()
                .map(InetSocketAddress::getAddress)
                .filter(address -> !address.isAnyLocalAddress())
                .toList();
        return new SourceAddresses(
                Stream.of(true, false)
                        .flatMap(v6 -> bound.stream()
                                .filter(address -> PeerAddress.isIpv6(address) == v6)
                                .limit(1))
                        .toList(),
                false);
    }
}
