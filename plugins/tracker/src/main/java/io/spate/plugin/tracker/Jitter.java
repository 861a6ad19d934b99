package io.spate.plugin.tracker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Makes waits longer by chance, so that those who were told the same, or lost a tracker at the same moment, do not come back
 * together.
 *
 * @param percent at most so much longer
 */
record Jitter(int percent, RandomGenerator random) {
    Duration on(Duration wait) {
        return percent == 0 ? wait : wait.plusMillis((long) (wait.toMillis() * random.nextDouble() * percent / 100));
    }
}
