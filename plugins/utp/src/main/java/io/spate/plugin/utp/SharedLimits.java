package io.spate.plugin.utp;

import io.netty.buffer.ByteBufAllocator;
import io.spate.api.Loop;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What all connections share. Safe for threads. */
final class SharedLimits {
    private final Loop loop;
    private final RandomGenerator random;
    private final ByteBufAllocator allocator;
    private final MemoryBudget memory;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param loop where accepted links begin */
    SharedLimits(Loop loop, RandomGenerator random, ByteBufAllocator allocator, MemoryBudget memory) {
        this.loop = loop;
        this.random = random;
        this.allocator = allocator;
        this.memory = memory;
    }

    Loop loop() {
        return loop;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    MemoryBudget memory() {
        return memory;
    }

    /** Datagrams that wait for their connection's loop. */
    AtomicInteger waiting() {
        return waiting;
    }

    /** @return 0 up to, not including, {@code bound} */
    synchronized int random(int bound) {
        return random.nextInt(bound);
    }

    /** Microseconds of the clock that all loops have. */
    long now() {
        return loop.nanoTime() / 1000;
    }
}
