package io.spate.benchmarks.micro;

import io.spate.api.PieceLayout;
import io.spate.api.policy.ChokeCandidate;
import io.spate.api.policy.ChokeRound;
import io.spate.api.policy.TorrentChoker;
import io.spate.kernel.choker.TitForTat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One round of the built-in choker, which comes every ten seconds for each torrent. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChokerBenchmark {
    private static final int SLOTS = 8;
    private static final int PIECE_LENGTH = 1 << 20;
    private static final long ROUND_NANOS = 10_000_000_000L;

    @Param({"10", "100", "1000"})
    private int peers;

    @Param({"false", "true"})
    private boolean seeding;

    private final List<ChokeCandidate> candidates = new ArrayList<>();
    private TorrentChoker choker;
    private long now;

    @Setup
    public void connect() {
        SplittableRandom random = new SplittableRandom(1);
        choker = new TitForTat().open(new PieceLayout(1000L * PIECE_LENGTH, PIECE_LENGTH), random.split());
        for (int i = 0; i < peers; i++) {
            candidates.add(new ChokeCandidate(
                    i,
                    true,
                    i < SLOTS,
                    false,
                    false,
                    random.nextInt(PIECE_LENGTH),
                    random.nextInt(PIECE_LENGTH),
                    0,
                    0,
                    i));
        }
    }

    @Benchmark
    public Set<Integer> round() {
        now += ROUND_NANOS;
        return choker.choose(new ChokeRound(candidates, SLOTS, seeding, now));
    }
}
