package io.spate.benchmarks.swarm;

/**
 * How fast the middle eight tenths of something were: without the start, in which links begin slowly, and without the end. Safe for
 * threads.
 */
final class Middle {
    private static final double SHARE = 0.8;

    private final long length;
    private long done;
    private long begun;
    private long ended;

    /** @param length of all of it, in bytes */
    Middle(long length) {
        this.length = length;
    }

    synchronized void add(int bytes) {
        done += bytes;
        if (begun == 0 && done >= length / 10) {
            begun = System.nanoTime();
        }
        if (ended == 0 && done >= length / 10 * 9) {
            ended = System.nanoTime();
        }
    }

    /** Once all of it is there. */
    synchronized double bytesPerSecond() {
        return SHARE * length / ((ended - begun) / 1e9);
    }
}
