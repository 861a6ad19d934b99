package io.spate.kernel.extension;

/**
 * What a thread has done since it was started.
 *
 * @param ranNanos how long it had a processor
 * @param waits how often it slept, waited for another, or stood before a lock. The system's calls that block are not among them
 */
record ThreadWork(long ranNanos, long waits) {
    ThreadWork since(ThreadWork before) {
        return new ThreadWork(ranNanos - before.ranNanos, waits - before.waits);
    }
}
