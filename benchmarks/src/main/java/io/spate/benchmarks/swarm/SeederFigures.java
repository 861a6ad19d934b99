package io.spate.benchmarks.swarm;

/**
 * What a seeder finds out about itself.
 *
 * @param heapBytes in use after a collection
 * @param residentBytes of memory of the whole process
 * @param cpuNanos of all of its threads, since it began
 */
record SeederFigures(long heapBytes, long residentBytes, long cpuNanos) {
    static SeederFigures parse(String line) {
        String[] parts = line.split(" ");
        return new SeederFigures(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    String line() {
        return heapBytes + " " + residentBytes + " " + cpuNanos;
    }

    double cpuSince(SeederFigures earlier) {
        return cpuNanos - earlier.cpuNanos;
    }
}
