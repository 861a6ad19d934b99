package io.spate.kernel.session;

import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.net.Network;
import io.spate.api.plugin.StateStore;
import io.spate.api.session.SessionView;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.plugin.PluginServices;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What the session lends to its plugins. Safe from any thread. */
final class LentToPlugins implements PluginServices {
    private final Platform platform;
    private final SessionView session;
    private final Network network;
    private final SavedState state;
    private final AtomicInteger nextLoop = new AtomicInteger();

    LentToPlugins(Platform platform, SessionView session, Network network, SavedState state) {
        this.platform = platform;
        this.session = session;
        this.network = network;
        this.state = state;
    }

    @Override
    public Loop newLoop() {
        List<Loop> loops = platform.loops();
        return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
    }

    @Override
    public RandomGenerator newRandom() {
        return platform.newRandom();
    }

    @Override
    public Clock clock() {
        return platform.clock();
    }

    @Override
    public SessionView session() {
        return session;
    }

    @Override
    public Network network() {
        return network;
    }

    /** Without a state directory nothing is found, and what is saved is forgotten. */
    @Override
    public StateStore state(String pluginId) {
        return new StateStore() {
            @Override
            public Future<Optional<byte[]>> load(String key) {
                return state.withBlobs(blobs -> blobs.load(pluginId, key)).map(found -> found.flatMap(each -> each));
            }

            @Override
            public Future<Void> save(String key, byte[] value) {
                return state.withBlobs(blobs -> {
                            blobs.save(pluginId, key, value);
                            return value;
                        })
                        .mapEmpty();
            }

            @Override
            public Future<Optional<byte[]>> load(InfoHash torrent, String key) {
                return state.withBlobs(blobs -> blobs.load(pluginId, torrent, key))
                        .map(found -> found.flatMap(each -> each));
            }

            @Override
            public Future<Void> save(InfoHash torrent, String key, byte[] value) {
                return state.withBlobs(blobs -> {
                            blobs.save(pluginId, torrent, key, value);
                            return value;
                        })
                        .mapEmpty();
            }
        };
    }
}
