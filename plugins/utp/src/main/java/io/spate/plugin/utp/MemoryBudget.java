package io.spate.plugin.utp;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections together may hold of what came and was not taken. Safe for threads. */
final class MemoryBudget {
    private final AtomicLong left;

    MemoryBudget(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    long left() {
        return Math.max(0, left.get());
    }

    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
