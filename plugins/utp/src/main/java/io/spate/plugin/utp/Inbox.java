package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Datagrams of one connection on their way from the socket's loop to the connection's, a batch at a time. What waits for a
 * loop that does not come round is bounded, for all connections together, since each may keep a large buffer.
 *
 * <p>Safe for threads: a connection may end, and a plugin stop, in the middle of a batch. Nobody else wants the lock meanwhile.
 */
final class Inbox {
    /** Over all connections. */
    static final int MAX_WAITING = 4096;

    private final AtomicInteger waiting;
    private List<ByteBuf> batch = new ArrayList<>();
    private boolean closed;

    /** @param waiting how many wait, over all connections */
    Inbox(AtomicInteger waiting) {
        this.waiting = waiting;
    }

    /** On the socket's loop; takes the buffer. */
    synchronized void add(ByteBuf datagram) {
        if (closed) {
            datagram.release();
        } else if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            datagram.release();
        } else {
            batch.add(datagram);
        }
    }

    synchronized boolean isEmpty() {
        return batch.isEmpty();
    }

    /** On the socket's loop: the batch goes to the connection, which calls {@link #onTaken}. */
    synchronized List<ByteBuf> take() {
        List<ByteBuf> taken = batch;
        batch = new ArrayList<>(taken.size());
        return taken;
    }

    /** From any thread. */
    void onTaken(int datagrams) {
        waiting.addAndGet(-datagrams);
    }

    /** From any thread: what is here, and what comes yet, is for nobody. */
    synchronized void close() {
        closed = true;
        batch.forEach(ByteBuf::release);
        onTaken(batch.size());
        batch = new ArrayList<>();
    }
}
