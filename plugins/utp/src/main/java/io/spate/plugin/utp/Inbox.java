package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Datagrams of one connection on their way from the socket's loop to the connection's. A loop that comes round late finds all that
 * came meanwhile, and answers it at once. What waits is bounded, for all connections together, since each may keep a large buffer.
 *
 * <p>Safe for threads: a connection may end, and a plugin stop, in the middle of a batch.
 */
final class Inbox {
    /** Over all connections. */
    static final int MAX_WAITING = 4096;

    private final AtomicInteger waiting;
    private List<Arrived> arrived = new ArrayList<>();
    private boolean closed;

    /** @param waiting how many wait, over all connections */
    Inbox(AtomicInteger waiting) {
        this.waiting = waiting;
    }

    /**
     * On the socket's loop; takes the buffer.
     *
     * @param at when it came, in microseconds of the clock that all loops have
     * @return whether it is the first since {@link #take}, so that the connection's loop must be told
     */
    synchronized boolean add(ByteBuf datagram, long at) {
        if (closed) {
            datagram.release();
            return false;
        }
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            datagram.release();
            return false;
        }
        arrived.add(new Arrived(datagram, at));
        return arrived.size() == 1;
    }

    /** On the connection's loop: all that came, which the caller releases. */
    synchronized List<Arrived> take() {
        List<Arrived> taken = arrived;
        arrived = new ArrayList<>(taken.size());
        waiting.addAndGet(-taken.size());
        return taken;
    }

    /** From any thread: what is here, and what comes yet, is for nobody. */
    synchronized void close() {
        closed = true;
        take().forEach(each -> each.datagram().release());
    }

    record Arrived(ByteBuf datagram, long at) {}
}
