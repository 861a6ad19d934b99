package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessage.Signal;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class PeerWireDecoderAllocationTest {
    private static final int ROUNDS = 1000;
    private static final int MESSAGES_A_ROUND = 1000;

    private final PeerWireDecoder decoder = new PeerWireDecoder();
    private final Counter counter = new Counter();

    @Test
    void theMessagesOfTheDataPathCostNoObject() {
        ByteBuf stream = Unpooled.buffer();
        for (int i = 0; i < MESSAGES_A_ROUND / 5; i++) {
            PeerWireEncoder.request(stream, i, 0, 16384);
            PeerWireEncoder.cancel(stream, i, 0, 16384);
            PeerWireEncoder.have(stream, i);
            PeerWireEncoder.signal(stream, Signal.KEEP_ALIVE);
            PeerWireEncoder.pieceHeader(stream, i, 0, 100);
            stream.writeZero(100);
        }

        long allocated = allocatedBy(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                feedInParts(stream);
            }
        });

        assertThat(counter.messages).isEqualTo(ROUNDS * MESSAGES_A_ROUND);
        assertThat(allocated).isLessThan(ROUNDS * MESSAGES_A_ROUND); // not a byte a message; loading classes takes some
    }

    /** In a few reads that end in the middle of messages, without a buffer for each. */
    private void feedInParts(ByteBuf stream) {
        int end = stream.writerIndex();
        stream.readerIndex(0);
        for (int part = 1; part <= 7; part++) {
            stream.writerIndex(end * part / 7);
            decoder.feed(stream, counter);
        }
    }

    private static long allocatedBy(Runnable task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        task.run();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static final class Counter implements PeerWireDecoder.Output {
        private int messages;

        @Override
        public void onRequest(int piece, int begin, int length) {
            messages++;
        }

        @Override
        public void onCancel(int piece, int begin, int length) {
            messages++;
        }

        @Override
        public void onReject(int piece, int begin, int length) {
            messages++;
        }

        @Override
        public void onHave(int piece) {
            messages++;
        }

        @Override
        public void onBlockStart(int piece, int begin, int length) {}

        @Override
        public void onBlockBytes(ByteBuf in, int count) {
            in.skipBytes(count);
        }

        @Override
        public void onBlockEnd() {
            messages++;
        }

        @Override
        public void onMessage(PeerMessage message) {
            messages++;
        }
    }
}
