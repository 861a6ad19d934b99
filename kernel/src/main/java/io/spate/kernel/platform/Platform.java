package io.spate.kernel.platform;

import io.spate.api.Loop;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What a session runs on: the machine's loops and threads, or a simulation in virtual time. */
public interface Platform {
    /** The loops that torrents are spread over, at least one. */
    List<Loop> loops();

    /**
     * Threads that may block: disk and hashing. Tasks of one submitter may run at the same time and in any order; the queue
     * is bounded by its submitters, each of which holds a buffer of a bounded pool or counts its tasks.
     */
    Executor disk();

    /** How many tasks {@link #disk} runs at once. */
    int diskThreads();

    Clock clock();

    /** A new source of randomness, for one thread. */
    RandomGenerator newRandom();

    /** Ends the threads; what still runs is finished first. */
    Future<Void> close();
}
