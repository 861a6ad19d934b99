package io.spate.benchmarks;

import java.util.Locale;

/**
 * What one process found out.
 *
 * @param startSeconds from the call until all torrents are seeding
 * @param heapBytes in use after a collection
 * @param cpu seconds of processor time a second, of all threads together
 * @param threads that live
 */
record IdleFigures(double startSeconds, long heapBytes, double cpu, int threads) {
    static IdleFigures parse(String line) {
        String[] parts = line.split(" ");
        return new IdleFigures(
                Double.parseDouble(parts[0]),
                Long.parseLong(parts[1]),
                Double.parseDouble(parts[2]),
                Integer.parseInt(parts[3]));
    }

    String line() {
        return startSeconds + " " + heapBytes + " " + cpu + " " + threads;
    }

    /** Without what a session has that has no torrents. */
    IdleFigures lessOf(IdleFigures none) {
        return new IdleFigures(startSeconds, heapBytes - none.heapBytes, cpu, threads);
    }

    String row(int torrents) {
        return String.format(
                Locale.ROOT,
                "| %,d | %.2f | %.1f | %.2f %% | %d |",
                torrents,
                startSeconds,
                heapBytes / 1024.0 / torrents,
                cpu * 100,
                threads);
    }
}
