package io.spate.benchmarks.swarm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what one seeder and one leecher move together, one seeder and many leechers, many seeders and one leecher: all sessions
 * in this JVM, storage without a disk, so that the connections are what is measured.
 */
public final class SwarmBenchmark {
    private static final int MANY_LEECHERS = 100;
    private static final int MANY_SEEDERS = 50;

    private SwarmBenchmark() {}

    /** @param args how many rounds; 3 without */
    public static void main(String[] args) throws IOException {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        List<Swarm> swarms =
                List.of(new Swarm(1, 1, 2048), new Swarm(1, MANY_LEECHERS, 32), new Swarm(MANY_SEEDERS, 1, 512));
        List<List<Swarm.Result>> results = new ArrayList<>();
        swarms.forEach(swarm -> results.add(new ArrayList<>()));
        new Swarm(1, 1, 512).run(); // the JVM warms up
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < swarms.size(); i++) {
                results.get(i).add(swarms.get(i).run());
            }
        }
        System.out.println("| seeders | leechers | MiB/s together | slowest leecher / mean |");
        System.out.println("|---|---|---|---|");
        results.forEach(SwarmBenchmark::print);
        System.exit(0);
    }

    private static void print(List<Swarm.Result> rounds) {
        System.out.printf(
                "| %d | %d | %.0f (%.0f-%.0f) | %.2f |%n",
                rounds.get(0).seeders(),
                rounds.get(0).leechers(),
                median(rounds),
                rounds.stream()
                        .mapToDouble(Swarm.Result::mebibytesPerSecond)
                        .min()
                        .orElse(0),
                rounds.stream()
                        .mapToDouble(Swarm.Result::mebibytesPerSecond)
                        .max()
                        .orElse(0),
                rounds.stream().mapToDouble(Swarm.Result::slowest).min().orElse(0));
    }

    private static double median(List<Swarm.Result> rounds) {
        double[] sorted = rounds.stream()
                .mapToDouble(Swarm.Result::mebibytesPerSecond)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
