package io.spate.api;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread on which a torrent lives, with its peers, its picker and its choker: an event loop of the engine, or
 * virtual time in a simulation. Nothing that runs here may block. Safe to call from any thread.
 */
public interface Loop extends Executor {
    /** Runs the task soon, after what was given before. What it throws is counted as a defect and does not end the loop. */
    @Override
    void execute(Runnable task);

    /** Whether the caller is on this loop. */
    boolean inLoop();

    /** Runs the task once on this loop after at least {@code delay}. */
    Timer schedule(Duration delay, Runnable task);

    /** Nanoseconds of a clock that only goes forward; only differences mean anything. */
    long nanoTime();

    /** Something scheduled that can be taken back. */
    interface Timer {
        /** Has no effect once the task ran. Safe from any thread; on the loop, the task will not run after this. */
        void cancel();
    }
}
