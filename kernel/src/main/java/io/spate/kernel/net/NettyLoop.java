package io.spate.kernel.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.spate.api.Loop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of Vert.x's event loops, as the engine sees it. */
final class NettyLoop implements Loop {
    private static final Logger log = LoggerFactory.getLogger(NettyLoop.class);
    private static final Timer CANCELLED = () -> {};

    private final EventLoop eventLoop;

    NettyLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("loop is stopped, a task is dropped");
        }
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> scheduled =
                    eventLoop.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            log.debug("loop is stopped, a timer is dropped");
            return CANCELLED;
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RejectedExecutionException e) {
            log.debug("disk threads are stopped, a task is dropped", e);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            log.error("defect: a task on a loop failed", e);
        }
    }
}
