package io.spate.benchmarks.micro;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.picker.RarestFirst;
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

/** The built-in picker on a torrent of many pieces and a swarm of partial peers: one piece started and given back, one HAVE. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickerBenchmark {
    private static final int PEERS = 50;

    @Param({"1000", "10000", "100000"})
    private int pieces;

    private TorrentPicker picker;
    private Bitfield peer;
    private SplittableRandom random;

    @Setup
    public void join() {
        random = new SplittableRandom(1);
        picker = new RarestFirst()
                .open(
                        new PieceLayout((long) pieces * PieceLayout.BLOCK_LENGTH, PieceLayout.BLOCK_LENGTH),
                        random.split());
        for (int i = 0; i < PEERS; i++) {
            peer = new Bitfield(pieces);
            for (int piece = 0; piece < pieces; piece++) {
                if (random.nextBoolean()) {
                    peer.set(piece);
                }
            }
            picker.onAvailable(peer);
        }
    }

    @Benchmark
    public int startAPiece() {
        int piece = picker.pick(peer);
        picker.onTaken(piece);
        picker.onWanted(piece);
        return piece;
    }

    @Benchmark
    public int hear() {
        int piece = random.nextInt(pieces);
        picker.onAvailable(piece);
        picker.onUnavailable(piece);
        return piece;
    }
}
