package io.spate.benchmarks.swarm;

import io.spate.api.PeerAddress;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The leecher of {@link ManySeeders}, in a process of its own: downloads once, prints a line of figures, and ends. */
final class LeechingSession {
    private static final double MIB = 1 << 20;

    private LeechingSession() {}

    /** @param args MiB of the content, then the ports of its seeders */
    public static void main(String[] args) throws Exception {
        GeneratedContent content = ManySeeders.content(Integer.parseInt(args[0]));
        GeneratedStorage storage = GeneratedStorage.empty(content);
        List<PeerAddress> seeders = Stream.of(args)
                .skip(1)
                .map(port -> PeerAddress.parse("127.0.0.1:" + port).orElseThrow())
                .toList();
        Path directory = Files.createTempDirectory("spate-many-seeders");
        try (Node node = Node.start(storage, content.torrent(), directory, seeders, 4)) {
            long before = cpuNanos();
            double seconds = node.download().await();
            double cpuSeconds = (cpuNanos() - before) / 1e9;
            double mebibytes = content.length() / MIB;
            System.out.printf(
                    "%.0f %.0f %.2f%n",
                    mebibytes / seconds, storage.written().bytesPerSecond() / MIB, cpuSeconds / (mebibytes / 1024));
        }
        System.exit(0);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
