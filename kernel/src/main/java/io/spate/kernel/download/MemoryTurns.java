package io.spate.kernel.download;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The suppliers that have nothing to do for want of memory, in the order in which they came to it. While there are any, what
 * comes back is theirs, one after the other: who has still blocks to deliver gets no more until then. Else those that are asked
 * first would take it all, again and again. Confined to the torrent's loop.
 */
final class MemoryTurns {
    private final Deque<BlockSupplier> waiting = new ArrayDeque<>();
    private BlockSupplier served;

    /** Whether it is the supplier's turn to take memory, if there is some. */
    boolean isTurnOf(BlockSupplier supplier) {
        return waiting.isEmpty() && served == null || served == supplier;
    }

    /** A choice for the supplier found no memory, and it has nothing to deliver. */
    void await(BlockSupplier supplier) {
        if (served == supplier) {
            served = null; // it was first, and stays so
            waiting.addFirst(supplier);
        } else if (!waiting.contains(supplier)) {
            waiting.addLast(supplier);
        }
    }

    /** It got something to do, or is gone. */
    void remove(BlockSupplier supplier) {
        waiting.remove(supplier);
    }

    /** There is memory: has them ask for blocks, one after the other, until one finds none. Those that want none any more leave. */
    void serve() {
        while (!waiting.isEmpty()) {
            BlockSupplier next = waiting.removeFirst();
            served = next;
            next.outstanding().onRoom();
            if (served == null) {
                return;
            }
            served = null;
        }
    }
}
