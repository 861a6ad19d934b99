package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Datagrams of one connection on their way from the socket's loop to the connection's, a batch at a time. What waits for a
 * loop that does not come round is bounded, for all connections together, since each may keep a large buffer.
 */
final class Inbox {
    /** Over all connections. */
    static final int MAX_WAITING = 4096;

    private final AtomicInteger waiting;
    private List<ByteBuf> batch = new ArrayList<>();

    /** @param waiting how many wait, over all connections */
    Inbox(AtomicInteger waiting) {
        this.waiting = waiting;
    }

    /** On the socket's loop; takes the buffer. */
    void add(ByteBuf datagram) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            datagram.release();
        } else {
            batch.add(datagram);
        }
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    /** On the socket's loop: the batch goes to the connection, which calls {@link #onTaken}. */
    List<ByteBuf> take() {
        List<ByteBuf> taken = batch;
        batch = new ArrayList<>(taken.size());
        return taken;
    }

    /** From any thread. */
    void onTaken(int datagrams) {
        waiting.addAndGet(-datagrams);
    }
}
