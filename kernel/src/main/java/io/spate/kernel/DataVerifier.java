package io.spate.kernel;

import io.spate.api.Bitfield;
import io.spate.api.ErrorCode;
import io.spate.api.PieceLayout;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.check.HashCheck;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.storage.FileStorage;
import io.spate.kernel.storage.PresentPieces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Compares files with a torrent, without a session, on all cores. Blocks. */
final class DataVerifier {
    private static final int OPEN_FILES = 64;

    private final Metainfo metainfo;
    private final HashProgress progress;

    DataVerifier(Metainfo metainfo, HashProgress progress) {
        if (!metainfo.hasV1Hashes()) {
            throw new SpateException(
                    ErrorCode.UNSUPPORTED,
                    metainfo.name() + " is a version 2 torrent without a version 1 part (expected: one that has one)");
        }
        this.metainfo = metainfo;
        this.progress = progress;
    }

    Verification verify(Path directory) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                    Thread thread = new Thread(task, "spate-verify");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            TorrentStorage storage = new FileStorage(OPEN_FILES)
                    .open(new StorageRequest(
                            metainfo, directory.toAbsolutePath().normalize()));
            try {
                return verify(storage, threads);
            } finally {
                storage.close();
            }
        } catch (IOException e) {
            throw new SpateException(ErrorCode.STORAGE_FAILED, e.getMessage(), e);
        } finally {
            threads.shutdown();
        }
    }

    private Verification verify(TorrentStorage storage, ExecutorService threads) throws IOException {
        PieceLayout layout = metainfo.layout();
        List<FileStamp> stamps = storage.stamps();
        Bitfield present = PresentPieces.of(metainfo, stamps);
        AtomicLong done = new AtomicLong(missingBytes(present));
        HashCheck check = new HashCheck(
                storage,
                layout,
                new Sha1Verifier(metainfo),
                present,
                (piece, matches) -> progress.at(done.addAndGet(layout.lengthOf(piece)), layout.totalLength()));
        try {
            Bitfield right = check.start(threads, Runtime.getRuntime().availableProcessors())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            return new Verification(right.count(), layout.pieceCount(), results(right, stamps));
        } catch (InterruptedException e) {
            check.cancel();
            Thread.currentThread().interrupt();
            throw new SpateException(ErrorCode.STOPPED, "the check was interrupted", e);
        } catch (ExecutionException e) {
            throw new SpateException(
                    ErrorCode.STORAGE_FAILED, String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    private long missingBytes(Bitfield present) {
        long bytes = 0;
        for (int piece = present.nextClear(0); piece >= 0; piece = present.nextClear(piece + 1)) {
            bytes += metainfo.layout().lengthOf(piece);
        }
        return bytes;
    }

    private List<Verification.FileResult> results(Bitfield right, List<FileStamp> stamps) {
        List<Verification.FileResult> results = new ArrayList<>();
        for (int i = 0; i < metainfo.files().size(); i++) {
            TorrentFile file = metainfo.files().get(i);
            if (!file.isPad() && !file.isSymlink()) {
                results.add(new Verification.FileResult(
                        file.pathText(),
                        file.length(),
                        verified(file, right),
                        !stamps.get(i).isMissing()));
            }
        }
        return results;
    }

    private long verified(TorrentFile file, Bitfield right) {
        PieceLayout layout = metainfo.layout();
        long bytes = 0;
        for (long offset = file.offset(); offset < file.end(); ) {
            int piece = layout.pieceAt(offset);
            long end = Math.min(file.end(), layout.offsetOf(piece) + layout.lengthOf(piece));
            bytes += right.has(piece) ? end - offset : 0;
            offset = end;
        }
        return bytes;
    }
}
