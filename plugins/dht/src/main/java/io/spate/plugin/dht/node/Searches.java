package io.spate.plugin.dht.node;

import io.spate.plugin.dht.lookup.Search;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** The searches of a node: some run, some wait. */
final class Searches {
    private final int maxRunning;
    private final int maxWaiting;
    private final Consumer<Search> start;
    private final Queue<Search> waiting = new ArrayDeque<>();
    private int running;
    private boolean isStarting;
    private boolean closed;

    /** @param start starts one, which says by {@link #onEnd} when it is over */
    Searches(int maxRunning, int maxWaiting, Consumer<Search> start) {
        this.maxRunning = maxRunning;
        this.maxWaiting = maxWaiting;
        this.start = start;
    }

    /** @return false if there are too many; it is then not started */
    boolean add(Search search) {
        if (closed || running >= maxRunning && waiting.size() >= maxWaiting) {
            return false;
        }
        waiting.add(search);
        startWaiting();
        return true;
    }

    void onEnd() {
        running--;
        startWaiting();
    }

    int size() {
        return running + waiting.size();
    }

    /** Those that wait will not be started. */
    void close() {
        closed = true;
        List<Search> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(search -> search.onEnd(Search.Ending.NEVER_BEGUN));
    }

    /** One that ends as soon as it is started brings us here again: the loop that started it goes on, or the stack would grow. */
    private void startWaiting() {
        if (isStarting) {
            return;
        }
        isStarting = true;
        try {
            while (running < maxRunning && !waiting.isEmpty()) {
                running++;
                start.accept(waiting.remove());
            }
        } finally {
            isStarting = false;
        }
    }
}
