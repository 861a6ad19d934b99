package io.spate.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.PieceLayout;
import io.spate.api.peer.PeerMessage;
import io.spate.kernel.wire.PeerWireDecoder;
import io.spate.kernel.wire.PeerWireEncoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages after the handshake, per message: what a read of many requests, or of many blocks, costs beside its copy. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WireBenchmark {
    private static final int MESSAGES = 64;

    private final ByteBuf requests = Unpooled.directBuffer();
    private final ByteBuf blocks = Unpooled.directBuffer();
    private final ByteBuf out = Unpooled.directBuffer(MESSAGES * 17);
    private final Sink sink = new Sink();
    private PeerWireDecoder decoder;

    @Setup
    public void fill() {
        decoder = new PeerWireDecoder();
        decoder.expectPieces(1000);
        for (int i = 0; i < MESSAGES; i++) {
            PeerWireEncoder.request(requests, i, 0, PieceLayout.BLOCK_LENGTH);
            PeerWireEncoder.pieceHeader(blocks, i, 0, PieceLayout.BLOCK_LENGTH);
            blocks.writeZero(PieceLayout.BLOCK_LENGTH);
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long readRequests() {
        decoder.feed(requests.readerIndex(0), sink);
        return sink.seen;
    }

    /** Without moving the bytes. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long readBlockHeaders() {
        decoder.feed(blocks.readerIndex(0), sink);
        return sink.seen;
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public ByteBuf writeRequests() {
        out.clear();
        for (int i = 0; i < MESSAGES; i++) {
            PeerWireEncoder.request(out, i, 0, PieceLayout.BLOCK_LENGTH);
        }
        return out;
    }

    private static final class Sink implements PeerWireDecoder.Output {
        private long seen;

        @Override
        public void onRequest(int piece, int begin, int length) {
            seen += piece;
        }

        @Override
        public void onCancel(int piece, int begin, int length) {
            seen += piece;
        }

        @Override
        public void onReject(int piece, int begin, int length) {
            seen += piece;
        }

        @Override
        public void onHave(int piece) {
            seen += piece;
        }

        @Override
        public void onBlockStart(int piece, int begin, int length) {
            seen += piece;
        }

        @Override
        public void onBlockBytes(ByteBuf in, int count) {
            in.skipBytes(count);
        }

        @Override
        public void onBlockEnd() {
            seen++;
        }

        @Override
        public void onMessage(PeerMessage message) {
            seen++;
        }
    }
}
