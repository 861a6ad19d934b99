package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // Netty's own type for it
class DatagramBuffersTest {
    private static final int LONGEST = 64 * 1024;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final DatagramBuffers buffers = new DatagramBuffers(LONGEST, 16);
    private final RecvByteBufAllocator.Handle handle = buffers.newHandle();

    @Test
    void whatIsReceivedLiesBehindWhatWasBefore() {
        ByteBuf first = receive(1400, 'a');
        ByteBuf second = receive(700, 'b');

        assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress() + 1400);
        assertThat(first.getByte(1399)).isEqualTo((byte) 'a');
        assertThat(second.getByte(0)).isEqualTo((byte) 'b');
        release(List.of(first, second));
    }

    @Test
    void everyReadHasRoomForTheLongest() {
        List<ByteBuf> received = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            received.add(receive(i % 7 == 0 ? LONGEST : 1400, (char) i));
        }

        for (int i = 0; i < 300; i++) {
            assertThat(received.get(i).getByte(1399)).isEqualTo((byte) i);
        }
        release(received);
    }

    @Test
    void aReadThatBroughtNothingTakesNoRoom() {
        ByteBuf nothing = handle.allocate(allocator);
        long address = nothing.memoryAddress();
        handle.lastBytesRead(-1);
        nothing.release();

        ByteBuf next = receive(10, 'c');

        assertThat(next.memoryAddress()).isEqualTo(address);
        release(List.of(next));
    }

    private ByteBuf receive(int bytes, char content) {
        ByteBuf room = handle.allocate(allocator);
        assertThat(room.writableBytes()).isEqualTo(LONGEST);
        for (int i = 0; i < bytes; i++) {
            room.writeByte(content);
        }
        handle.lastBytesRead(bytes);
        return room;
    }

    /** And nothing is left. */
    private void release(List<ByteBuf> received) {
        buffers.release();
        received.forEach(ByteBuf::release);
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
