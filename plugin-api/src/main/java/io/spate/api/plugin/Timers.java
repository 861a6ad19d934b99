package io.spate.api.plugin;

import io.spate.api.Loop;
import java.time.Duration;

/**
 * The plugin's timers, which end with it. Tasks run on a loop of the plugin's own, one at a time, and must not block. What
 * a task throws is counted as a fault of the plugin. Safe from any thread.
 */
public interface Timers {
    /** The loop on which the tasks run. */
    Loop loop();

    /** Runs the task once. */
    Loop.Timer after(Duration delay, Runnable task);

    /** Runs the task again and again, {@code period} after it last ended. */
    Loop.Timer every(Duration period, Runnable task);
}
