package io.spate.kernel.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.spate.api.Loop;
import io.spate.kernel.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The machine: Vert.x's event loops, one a core, and a pool of disk threads. Owns its {@code Vertx}. */
public final class VertxPlatform implements Platform {
    /** Nothing that was submitted before the close takes longer, unless a disk hangs; then its thread is left behind. */
    private static final long CLOSE_SECONDS = 3;

    private final VertxInternal vertx;
    private final Map<EventExecutor, NettyLoop> loops = new LinkedHashMap<>();
    private final ExecutorService disk;
    private final int diskThreads;
    private final SecureRandom seeds = new SecureRandom();

    /**
     * @param loopCount event loops, 1 or more
     * @param diskThreads 1 or more
     */
    public VertxPlatform(int loopCount, int diskThreads) {
        this.vertx = (VertxInternal) Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(loopCount)
                        .setWorkerPoolSize(4)
                        .setInternalBlockingPoolSize(2)
                        .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false))
                        .setPreferNativeTransport(true))
                .build();
        vertx.nettyEventLoopGroup().forEach(loop -> loops.put(loop, new NettyLoop((EventLoop) loop)));
        this.diskThreads = diskThreads;
        AtomicInteger number = new AtomicInteger();
        this.disk = Executors.newFixedThreadPool(diskThreads, task -> {
            Thread thread = new Thread(task, "spate-disk-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        startThreads();
    }

    /**
     * All of them, now. Up to JDK 23 a thread keeps hold of the classes that were on the stack when it was started: one that is
     * started by the call of a plugin would keep that plugin's for good.
     */
    private void startThreads() {
        loops.values().forEach(loop -> loop.execute(() -> {}));
        Stream.of(
                        disk,
                        vertx.workerPool().executor(),
                        vertx.internalWorkerPool().executor())
                .filter(ThreadPoolExecutor.class::isInstance)
                .forEach(pool -> ((ThreadPoolExecutor) pool).prestartAllCoreThreads());
    }

    @Override
    public List<Loop> loops() {
        return new ArrayList<>(loops.values());
    }

    @Override
    public Executor disk() {
        return disk;
    }

    @Override
    public int diskThreads() {
        return diskThreads;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public RandomGenerator newRandom() {
        return new SplittableRandom(seeds.nextLong());
    }

    /** For clients of HTTP and DNS, which Vert.x has. */
    Vertx vertx() {
        return vertx;
    }

    Transport transport() {
        return vertx.transport();
    }

    EventLoopGroup acceptors() {
        return vertx.acceptorEventLoopGroup();
    }

    EventLoopGroup eventLoops() {
        return vertx.nettyEventLoopGroup();
    }

    NettyLoop loopOf(EventLoop eventLoop) {
        return loops.get(eventLoop);
    }

    PooledByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    @Override
    public Future<Void> close() {
        disk.shutdown();
        Promise<Void> closed = Promise.promise();
        Thread waiter = new Thread(() -> awaitDiskThenClose(closed), "spate-close");
        waiter.setDaemon(true);
        waiter.start();
        return closed.future();
    }

    private void awaitDiskThenClose(Promise<Void> closed) {
        try {
            disk.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vertx.close().onComplete(closed);
    }
}
