package io.spate.kernel.buffer;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.nio.ByteBuffer;

/** A buffer whose memory goes back to its pool with the last release. */
final class PooledBuffer extends UnpooledDirectByteBuf {
    // Netty's allocators have theirs; this memory does not come from them.
    private static final ResourceLeakDetector<PooledBuffer> LEAKS =
            ResourceLeakDetectorFactory.instance().newResourceLeakDetector(PooledBuffer.class);

    private final BufferPool pool;
    private final ByteBuffer memory;
    /** Null unless this buffer is one of those that the detector's level lets it watch. */
    private final ResourceLeakTracker<PooledBuffer> leak;

    PooledBuffer(BufferPool pool, ByteBuffer memory, int bytes) {
        super(UnpooledByteBufAllocator.DEFAULT, memory.duplicate().clear().limit(bytes), bytes);
        this.pool = pool;
        this.memory = memory;
        this.leak = LEAKS.track(this);
        clear();
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        if (leak != null) {
            leak.close(this);
        }
        pool.giveBack(memory);
    }
}
