package io.spate.benchmarks.swarm;

import io.spate.api.metainfo.Metainfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a seeder pays for many peers of one torrent, first while they only are there, then while each of them downloads. The seeder
 * is a process of its own ({@link SeedingSession}), which is told to measure itself; the peers are bare sockets in this one.
 */
public final class ManyPeers {
    private static final List<Integer> USUAL = List.of(10, 100, 500);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final double MIB = 1 << 20;

    private ManyPeers() {}

    /** @param args numbers of peers; 10, 100 and 500 without */
    public static void main(String[] args) throws Exception {
        List<Integer> counts =
                args.length == 0 ? USUAL : Stream.of(args).map(Integer::valueOf).toList();
        System.out.println(
                "| peers | heap a peer KiB | resident MiB | idle, of one core | serving MiB/s | CPU s a GiB | resident MiB | slowest peer / mean |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int count : counts) {
            System.out.println(measure(count));
        }
    }

    private static String measure(int count) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SeedingSession.class.getName(),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
                PrintStream questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(answers.readLine());
            SeederFigures alone = ask(questions, answers);
            try (Crowd crowd =
                    new Crowd(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), torrent(), count)) {
                return row(count, alone, crowd, questions, answers);
            }
        } finally {
            process.destroy();
        }
    }

    private static String row(
            int count, SeederFigures alone, Crowd crowd, PrintStream questions, BufferedReader answers)
            throws IOException {
        crowd.run(SETTLE);
        SeederFigures settled = ask(questions, answers);
        crowd.run(MEASURED);
        SeederFigures idle = ask(questions, answers);
        crowd.download();
        crowd.run(SETTLE);
        SeederFigures begun = ask(questions, answers);
        long before = crowd.received();
        crowd.run(MEASURED);
        SeederFigures busy = ask(questions, answers);
        double mebibytes = (crowd.received() - before) / MIB;
        return String.format(
                Locale.ROOT,
                "| %,d | %.1f | %.0f | %.2f %% | %.0f | %.2f | %.0f | %.2f |",
                count,
                (idle.heapBytes() - alone.heapBytes()) / 1024.0 / count,
                idle.residentBytes() / MIB,
                100 * idle.cpuSince(settled) / MEASURED.toNanos(),
                mebibytes / MEASURED.toSeconds(),
                busy.cpuSince(begun) / 1e9 / (mebibytes / 1024),
                busy.residentBytes() / MIB,
                crowd.slowest());
    }

    private static SeederFigures ask(PrintStream questions, BufferedReader answers) throws IOException {
        questions.println();
        return SeederFigures.parse(answers.readLine());
    }

    private static Metainfo torrent() {
        return SeedingSession.CONTENT.torrent();
    }
}
