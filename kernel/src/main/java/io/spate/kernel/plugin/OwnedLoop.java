package io.spate.kernel.plugin;

import io.spate.api.Loop;
import io.spate.kernel.extension.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A loop as one plugin sees it: what it runs is guarded, and dropped when the plugin stops. */
final class OwnedLoop implements Loop {
    private final Loop loop;
    private final Guard guard;
    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    OwnedLoop(Loop loop, Guard guard) {
        this.loop = loop;
        this.guard = guard;
    }

    @Override
    public void execute(Runnable task) {
        Task owned = add(task);
        loop.execute(owned);
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Task owned = add(task);
        owned.timer = loop.schedule(delay, owned);
        if (owned.action == null) {
            owned.timer.cancel();
        }
        return owned;
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    void close() {
        closed = true;
        List.copyOf(tasks).forEach(Task::cancel);
    }

    int taskCount() {
        return tasks.size();
    }

    private Task add(Runnable action) {
        Task task = new Task(action);
        tasks.add(task);
        if (closed) {
            task.cancel();
        }
        return task;
    }

    /** Lets go of the plugin's code as soon as it has run or will not run: the loop may hold the rest for longer. */
    private final class Task implements Runnable, Timer {
        private volatile Runnable action;
        private volatile Timer timer;

        private Task(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            Runnable now = action;
            forget();
            if (now != null) {
                guard.run("a task on its loop", now);
            }
        }

        @Override
        public void cancel() {
            forget();
            Timer scheduled = timer;
            if (scheduled != null) {
                scheduled.cancel();
            }
        }

        private void forget() {
            action = null;
            tasks.remove(this);
        }
    }
}
