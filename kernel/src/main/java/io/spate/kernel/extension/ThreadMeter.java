package io.spate.kernel.extension;

import java.util.Optional;

/** Tells what the calling thread has done. Safe from any thread. */
@FunctionalInterface
public interface ThreadMeter {
    /** Of a machine that tells nothing. */
    ThreadMeter NONE = Optional::empty;

    /** Costs a few microseconds. Empty where it is not known. */
    Optional<ThreadWork> now();
}
