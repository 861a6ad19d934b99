package io.spate.benchmarks.swarm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Prints what one seeder and one leecher move together, one seeder and many leechers, many seeders and one leecher: all sessions
 * in this JVM, storage without a disk, so that the connections are what is measured.
 */
public final class SwarmBenchmark {
    private static final List<String> USUAL = List.of("1:1:2048", "1:100:32", "50:1:1024");

    private SwarmBenchmark() {}

    /** @param args how many rounds, 3 without; then swarms as seeders:leechers:MiB */
    public static void main(String[] args) throws IOException {
        int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
        List<String> named = args.length < 2 ? USUAL : List.of(args).subList(1, args.length);
        List<Swarm> swarms = named.stream().map(SwarmBenchmark::swarm).toList();
        List<List<Swarm.Result>> results = new ArrayList<>();
        swarms.forEach(swarm -> results.add(new ArrayList<>()));
        new Swarm(1, 1, 512).run(); // the JVM warms up
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < swarms.size(); i++) {
                results.get(i).add(swarms.get(i).run());
            }
        }
        System.out.println("| seeders | leechers | MiB/s together | steady MiB/s | slowest leecher / mean |");
        System.out.println("|---|---|---|---|---|");
        results.forEach(SwarmBenchmark::print);
        System.exit(0);
    }

    private static Swarm swarm(String text) {
        int[] numbers = Stream.of(text.split(":")).mapToInt(Integer::parseInt).toArray();
        return new Swarm(numbers[0], numbers[1], numbers[2]);
    }

    private static void print(List<Swarm.Result> rounds) {
        System.out.printf(
                "| %d | %d | %.0f (%.0f-%.0f) | %.0f | %.2f |%n",
                rounds.get(0).seeders(),
                rounds.get(0).leechers(),
                median(rounds, Swarm.Result::mebibytesPerSecond),
                rounds.stream()
                        .mapToDouble(Swarm.Result::mebibytesPerSecond)
                        .min()
                        .orElse(0),
                rounds.stream()
                        .mapToDouble(Swarm.Result::mebibytesPerSecond)
                        .max()
                        .orElse(0),
                median(rounds, Swarm.Result::steady),
                rounds.stream().mapToDouble(Swarm.Result::slowest).min().orElse(0));
    }

    private static double median(List<Swarm.Result> rounds, ToDoubleFunction<Swarm.Result> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
