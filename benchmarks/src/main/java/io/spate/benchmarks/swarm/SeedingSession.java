package io.spate.benchmarks.swarm;

import io.spate.api.HostAndPort;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.Spate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The seeder of {@link ManyPeers}, in a process of its own. Prints its port, then for each line that it reads a line of figures.
 * Linux only.
 */
final class SeedingSession {
    static final GeneratedContent CONTENT = new GeneratedContent(1L << 30, 1 << 20);

    private SeedingSession() {}

    /** @param args how many peers will come */
    public static void main(String[] args) throws IOException {
        try (Session session = Spate.session()
                .listen(List.of(new HostAndPort("127.0.0.1", 0)))
                .set("spate.storage", GeneratedStorage.NAME)
                .set("spate.limits.upload-slots", args[0])
                .set("spate.limits.connections", "2000")
                .set("spate.limits.connections-per-torrent", "2000")
                .extension(GeneratedStorage.full(CONTENT))
                .start()
                .await()) {
            TorrentHandle torrent =
                    session.add(AddTorrent.of(CONTENT.torrent(), Path.of(""))).await();
            torrent.whenChecked().await();
            System.out.println(session.listenAddresses().get(0).getPort());
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (questions.readLine() != null) {
                System.out.println(figures().line());
            }
        }
    }

    /** The time is taken first: a collection is no cost of peers. */
    private static SeederFigures figures() throws IOException {
        com.sun.management.OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new SeederFigures(heap, resident(), cpu);
    }

    private static long resident() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
