package io.spate.kernel.buffer;

import io.netty.buffer.ByteBuf;
import io.spate.api.session.PayloadMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Direct memory for payload, up to a bound that is never passed. Who finds it empty asks to be called when something came
 * back, and meanwhile requests nothing: that is how a slow disk or a slow reader pushes back on peers.
 *
 * <p>Buffers come back by their release, whoever does it, a socket included. Memory is kept for the next one of its size
 * class; when another class needs it, it is given up. Safe for threads; never blocks for long.
 */
public final class BufferPool {
    private static final int SMALLEST = 16 * 1024;

    private final long capacity;

    // Guarded by this
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final Map<Integer, Deque<ByteBuffer>> idle = new TreeMap<>();
    private long used;
    private long kept;

    /** @param capacity in bytes; one buffer may exceed it if nothing else is in use, so that the largest always passes */
    public BufferPool(long capacity) {
        this.capacity = capacity;
    }

    /** An empty buffer for so many bytes, or none if the bound is reached. Whoever has it last releases it. */
    public Optional<ByteBuf> acquire(int bytes) {
        int size = sizeClass(bytes);
        ByteBuffer memory;
        synchronized (this) {
            if (!hasRoom(size)) {
                return Optional.empty();
            }
            used += size;
            memory = takeIdle(size);
        }
        return Optional.of(new PooledBuffer(this, memory == null ? ByteBuffer.allocateDirect(size) : memory, bytes));
    }

    /**
     * Calls the waiter once, when so many bytes can be had: at once, or on whatever thread gives back what was missing. Others
     * may be faster: then the waiter asks again. It must not block.
     */
    public void whenRoom(int bytes, Runnable waiter) {
        int size = sizeClass(bytes);
        synchronized (this) {
            if (!hasRoom(size)) {
                waiting.add(new Waiter(size, waiter));
                return;
            }
        }
        waiter.run();
    }

    /** Whether somebody waits; then those who hold memory without using it give it up. */
    public synchronized boolean isShort() {
        return !waiting.isEmpty();
    }

    /** Bytes in use, rounded up to size classes. */
    public synchronized long used() {
        return used;
    }

    /** All of it at one moment. */
    public synchronized PayloadMemory status() {
        return new PayloadMemory(used, kept, capacity);
    }

    public long capacity() {
        return capacity;
    }

    void giveBack(ByteBuffer memory) {
        List<Waiter> served;
        synchronized (this) {
            used -= memory.capacity();
            kept += memory.capacity();
            idle.computeIfAbsent(memory.capacity(), size -> new ArrayDeque<>()).push(memory);
            served = takeServed();
        }
        served.forEach(each -> each.action.run());
    }

    private boolean hasRoom(int size) {
        return used == 0 || used + size <= capacity;
    }

    private List<Waiter> takeServed() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Waiter> served =
                waiting.stream().filter(each -> hasRoom(each.size)).toList();
        waiting.removeAll(served);
        return served;
    }

    private ByteBuffer takeIdle(int size) {
        Deque<ByteBuffer> sameSize = idle.get(size);
        if (sameSize != null && !sameSize.isEmpty()) {
            kept -= size;
            return sameSize.pop();
        }
        giveUpIdle(used + kept - capacity);
        return null;
    }

    /** Memory that nothing refers to is freed by the collector; the bound counts what we hold. */
    private void giveUpIdle(long bytes) {
        long left = bytes;
        for (Deque<ByteBuffer> buffers : idle.values()) {
            while (left > 0 && !buffers.isEmpty()) {
                int given = buffers.pop().capacity();
                left -= given;
                kept -= given;
            }
        }
    }

    /** Powers of two, so that there are few classes and a buffer fits the next torrent, too. */
    private static int sizeClass(int bytes) {
        return Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
    }

    /** Compared by identity: one may wait twice. */
    private static final class Waiter {
        private final int size;
        private final Runnable action;

        private Waiter(int size, Runnable action) {
            this.size = size;
            this.action = action;
        }
    }
}
