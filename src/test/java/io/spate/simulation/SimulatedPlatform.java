package io.spate.simulation;

import io.spate.api.Loop;
import io.spate.kernel.platform.Platform;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** One host of a simulation: its loop, its disk and its randomness, all in virtual time and all from one seed. */
final class SimulatedPlatform implements Platform {
    private final VirtualTime time;
    private final Loop loop;
    private final Loop disk;
    private final SplittableRandom random;

    SimulatedPlatform(VirtualTime time, long seed) {
        this.time = time;
        this.loop = time.newLoop();
        this.disk = time.newLoop();
        this.random = new SplittableRandom(seed);
    }

    @Override
    public List<Loop> loops() {
        return List.of(loop);
    }

    @Override
    public Executor disk() {
        return disk;
    }

    @Override
    public int diskThreads() {
        return 1;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public RandomGenerator newRandom() {
        return random.split();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
