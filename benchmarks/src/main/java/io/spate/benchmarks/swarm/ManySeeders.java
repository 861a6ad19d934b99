package io.spate.benchmarks.swarm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Whether many seeders together are as fast as one. The leecher is a process of its own ({@link LeechingSession}), a new one for
 * each round; the seeders are bare sockets on one thread of this one, so that they cost the same however many they are.
 */
public final class ManySeeders {
    private static final List<Integer> USUAL = List.of(1, 10, 50);
    private static final int PIECE_LENGTH = 1 << 20;

    private ManySeeders() {}

    /** @param args rounds and MiB, 3 and 2048 without; then numbers of seeders, 1, 10 and 50 without */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int mebibytes = args.length > 1 ? Integer.parseInt(args[1]) : 2048;
        List<Integer> counts =
                args.length > 2 ? Stream.of(args).skip(2).map(Integer::valueOf).toList() : USUAL;
        List<List<Result>> results = new ArrayList<>();
        counts.forEach(count -> results.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < counts.size(); i++) {
                results.get(i).add(measure(mebibytes, counts.get(i)));
            }
        }
        System.out.println("| seeders | MiB/s | steady MiB/s | CPU s a GiB, leeching | slowest seeder / mean |");
        System.out.println("|---|---|---|---|---|");
        for (int i = 0; i < counts.size(); i++) {
            List<Result> all = results.get(i);
            System.out.printf(
                    "| %d | %.0f | %.0f (%.0f-%.0f) | %.2f | %.2f |%n",
                    counts.get(i),
                    sorted(all, Result::rate)[all.size() / 2],
                    sorted(all, Result::steady)[all.size() / 2],
                    sorted(all, Result::steady)[0],
                    sorted(all, Result::steady)[all.size() - 1],
                    sorted(all, Result::cpuSeconds)[all.size() / 2],
                    sorted(all, Result::slowest)[0]);
        }
    }

    /** The same for whoever names the same length. */
    static GeneratedContent content(int mebibytes) {
        return new GeneratedContent(mebibytes * (long) PIECE_LENGTH, PIECE_LENGTH);
    }

    private static Result measure(int mebibytes, int count) throws Exception {
        GeneratedContent content = content(mebibytes);
        SeedingCrowd crowd = new SeedingCrowd(content, content.torrent(), count);
        Thread seeding = new Thread(crowd, "crowd");
        seeding.setDaemon(true);
        seeding.start();
        double[] figures;
        try {
            figures = leech(mebibytes, crowd.ports());
        } finally {
            crowd.close();
            seeding.join();
        }
        return new Result(figures[0], figures[1], figures[2], crowd.slowest());
    }

    private static double[] leech(int mebibytes, List<Integer> ports) throws IOException {
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                LeechingSession.class.getName(),
                Integer.toString(mebibytes));
        ports.forEach(port -> command.add(port.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("the leecher ended without a result");
            }
            return Stream.of(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        } finally {
            process.destroy();
        }
    }

    private static double[] sorted(List<Result> rounds, ToDoubleFunction<Result> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray();
    }

    /**
     * @param rate MiB/s, from the begin to the end
     * @param steady MiB/s, between a tenth and nine tenths
     * @param cpuSeconds of the leecher, a GiB
     */
    private record Result(double rate, double steady, double cpuSeconds, double slowest) {}
}
