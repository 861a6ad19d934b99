package io.spate.benchmarks.swarm;

import io.spate.api.PeerAddress;
import io.spate.api.metainfo.Metainfo;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Some seeders, each of which has all of a torrent, and some leechers, each of which knows the seeders alone. Runs once. */
final class Swarm {
    private static final int PIECE_LENGTH = 1 << 20;
    private static final double MIB = 1 << 20;

    private final int seeders;
    private final int leechers;
    private final GeneratedContent content;
    private final Metainfo torrent;

    Swarm(int seeders, int leechers, int mebibytes) {
        this.seeders = seeders;
        this.leechers = leechers;
        this.content = new GeneratedContent(mebibytes * (long) PIECE_LENGTH, PIECE_LENGTH);
        this.torrent = content.torrent();
    }

    /**
     * Moves all of the content to each leecher.
     *
     * @return how that went; each byte was compared twice, by its piece's hash and with what was sent
     */
    Result run() throws IOException {
        Path directory = Files.createTempDirectory("spate-swarm");
        List<Node> nodes = new ArrayList<>();
        try {
            List<PeerAddress> addresses = new ArrayList<>();
            for (int i = 0; i < seeders; i++) {
                Node seeder = start(nodes, GeneratedStorage.full(content), directory, List.of());
                seeder.begin();
                seeder.awaitChecked();
                addresses.add(seeder.address());
            }
            List<Middle> middles = new ArrayList<>();
            for (int i = 0; i < leechers; i++) {
                GeneratedStorage storage = GeneratedStorage.empty(content);
                middles.add(storage.written());
                start(nodes, storage, directory, addresses);
            }
            return measure(nodes.subList(seeders, nodes.size()), middles);
        } finally {
            nodes.forEach(Node::close);
            delete(directory);
        }
    }

    private Node start(List<Node> nodes, GeneratedStorage storage, Path directory, List<PeerAddress> peers) {
        Node node = Node.start(storage, torrent, directory.resolve(Integer.toString(nodes.size())), peers, leechers);
        nodes.add(node);
        return node;
    }

    private Result measure(List<Node> downloading, List<Middle> middles) {
        List<Future<Double>> times = downloading.stream().map(Node::download).toList();
        Future.all(times).await();
        double[] rates = times.stream()
                .mapToDouble(seconds -> content.length() / MIB / seconds.result())
                .sorted()
                .toArray();
        double mean = Arrays.stream(rates).average().orElse(0);
        double longest = times.stream().mapToDouble(Future::result).max().orElse(0);
        double steady = middles.stream().mapToDouble(Middle::bytesPerSecond).sum() / MIB;
        return new Result(seeders, leechers, leechers * content.length() / MIB / longest, steady, rates[0] / mean);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /**
     * @param mebibytesPerSecond of all leechers together, from when all begin to when the last is done
     * @param steady of all leechers together, in MiB/s: the sum of what each had between a tenth and nine tenths
     * @param slowest rate of the slowest leecher beside the mean of all
     */
    record Result(int seeders, int leechers, double mebibytesPerSecond, double steady, double slowest) {}
}
