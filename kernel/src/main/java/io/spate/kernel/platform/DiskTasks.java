package io.spate.kernel.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The disk tasks of one torrent: counted, so that its storage is closed after the last of them. Safe for threads. */
public final class DiskTasks implements Executor {
    private final Executor disk;

    // Guarded by this
    private int running;
    private Promise<Void> idle;

    public DiskTasks(Executor disk) {
        this.disk = disk;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            running++;
        }
        try {
            disk.execute(() -> {
                try {
                    task.run();
                } finally {
                    onDone();
                }
            });
        } catch (RejectedExecutionException e) {
            onDone(); // the session has ended without waiting for this torrent
            throw e;
        }
    }

    /** Completes when nothing runs or waits; nothing may be given afterwards. Completes on any thread. */
    public Future<Void> whenIdle() {
        Promise<Void> promise = Promise.promise();
        synchronized (this) {
            if (running > 0) {
                idle = promise;
                return promise.future();
            }
        }
        return Future.succeededFuture();
    }

    private void onDone() {
        Promise<Void> waiting = null;
        synchronized (this) {
            if (--running == 0) {
                waiting = idle;
                idle = null;
            }
        }
        if (waiting != null) {
            waiting.complete();
        }
    }
}
