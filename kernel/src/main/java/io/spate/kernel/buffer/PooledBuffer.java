package io.spate.kernel.buffer;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;

/** A buffer whose memory goes back to its pool with the last release. */
final class PooledBuffer extends UnpooledDirectByteBuf {
    private final BufferPool pool;
    private final ByteBuffer memory;

    PooledBuffer(BufferPool pool, ByteBuffer memory, int bytes) {
        super(UnpooledByteBufAllocator.DEFAULT, memory.duplicate().clear().limit(bytes), bytes);
        this.pool = pool;
        this.memory = memory;
        clear();
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        pool.giveBack(memory);
    }
}
