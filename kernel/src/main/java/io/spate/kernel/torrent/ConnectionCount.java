package io.spate.kernel.torrent;

import java.util.concurrent.atomic.AtomicInteger;

/** Connections of the whole session, all torrents together. Safe for threads. */
public final class ConnectionCount {
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionCount(int limit) {
        this.limit = limit;
    }

    /** @return whether there was room for one more; it is then counted until {@link #leave} */
    boolean tryEnter() {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        open.decrementAndGet();
    }

    public int open() {
        return open.get();
    }

    public int limit() {
        return limit;
    }
}
