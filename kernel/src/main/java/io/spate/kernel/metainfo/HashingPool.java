package io.spate.kernel.metainfo;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.io.IOException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Hashes all pieces of a content on several threads, and waits for it. */
final class HashingPool {
    private final int threads;

    HashingPool(int threads) {
        this.threads = threads;
    }

    PieceHasher.Hashes hash(PlacedContent placed, TorrentContent content, TorrentVersion version, LongConsumer hashed) {
        PieceHasher.Hashes hashes = PieceHasher.Hashes.of(placed.layout(), version);
        AtomicInteger next = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads, HashingPool::thread);
        try {
            CompletionService<Void> workers = new ExecutorCompletionService<>(executor);
            for (int i = 0; i < threads; i++) {
                workers.submit(() -> {
                    try (TorrentContent.Reader reader = content.open()) {
                        PieceHasher hasher = new PieceHasher(placed, reader, version, hashes, hashed);
                        for (int piece = next.getAndIncrement();
                                piece < placed.layout().pieceCount() && !Thread.interrupted();
                                piece = next.getAndIncrement()) {
                            hasher.hash(piece);
                        }
                    }
                    return null;
                });
            }
            await(workers);
            return hashes;
        } finally {
            executor.shutdownNow();
            join(executor);
        }
    }

    /** The first failure ends it; the others are told by an interrupt. */
    private void await(CompletionService<Void> workers) {
        try {
            for (int i = 0; i < threads; i++) {
                workers.take().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpateException(ErrorCode.STOPPED, "making a torrent was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw DirectoryContent.failure(failure);
            }
            throw new SpateException(ErrorCode.INTERNAL, "hashing failed: " + e.getCause(), e.getCause());
        }
    }

    /** Files are closed when this returns, so that the caller may delete them; an interrupt does not hurry it. */
    private static void join(ExecutorService executor) {
        boolean interrupted = Thread.interrupted();
        boolean done = false;
        while (!done) {
            try {
                done = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "spate-hashing");
        thread.setDaemon(true);
        return thread;
    }
}
