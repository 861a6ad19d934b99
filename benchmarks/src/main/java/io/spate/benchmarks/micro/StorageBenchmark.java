package io.spate.benchmarks.micro;

import io.spate.api.metainfo.Metainfo;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import io.spate.benchmarks.swarm.GeneratedContent;
import io.spate.kernel.check.PieceHasher;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.storage.FileStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Files, a piece at a time, in the folder that {@code java.io.tmpdir} names: written anew over what was there, read in blocks as
 * for uploads, hashed. Two threads write to one file, as disk threads do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StorageBenchmark {
    private static final int PIECES = 64;
    private static final int BLOCK = 16 * 1024;

    @Param({"262144", "1048576", "4194304"})
    private int pieceLength;

    private Path directory;
    private Metainfo torrent;
    private TorrentStorage storage;

    @Setup
    public void prepare() throws IOException {
        directory = Files.createTempDirectory("spate-benchmark");
        GeneratedContent content = new GeneratedContent(PIECES * (long) pieceLength, pieceLength);
        torrent = content.torrent();
        storage = new FileStorage(8).open(new StorageRequest(torrent, directory));
        storage.prepare();
        ByteBuffer piece = ByteBuffer.allocateDirect(pieceLength);
        for (int i = 0; i < PIECES; i++) {
            content.read(i, 0, piece.clear());
            storage.write(i, 0, piece.flip());
        }
    }

    @TearDown
    public void remove() throws IOException {
        storage.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Benchmark
    public void write(Worker worker) throws IOException {
        storage.write(worker.nextPiece(), 0, worker.piece.clear());
    }

    @Benchmark
    @Threads(2)
    public void writeFromTwoThreads(Worker worker) throws IOException {
        storage.write(worker.nextPiece(), 0, worker.piece.clear());
    }

    @Benchmark
    public void readInBlocks(Worker worker) throws IOException {
        int number = worker.nextPiece();
        for (int begin = 0; begin < pieceLength; begin += BLOCK) {
            storage.read(number, begin, worker.piece.clear().position(begin).limit(begin + BLOCK));
        }
    }

    @Benchmark
    public boolean hash(Worker worker) throws IOException {
        worker.hasher.begin(worker.nextPiece());
        worker.hasher.update(worker.piece.clear());
        return worker.hasher.matches();
    }

    /** What each thread has of its own. */
    @State(Scope.Thread)
    public static class Worker {
        private ByteBuffer piece;
        private PieceHasher hasher;
        private int last;

        @Setup
        public void prepare(StorageBenchmark benchmark) {
            piece = ByteBuffer.allocateDirect(benchmark.pieceLength);
            hasher = new Sha1Verifier(benchmark.torrent).newHasher();
        }

        private int nextPiece() {
            last = (last + 1) % PIECES;
            return last;
        }
    }
}
