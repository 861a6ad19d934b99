package io.spate.testkit;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.metadata.MetadataSink;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the info dictionaries that a source offered, and answers as the kernel does, at once. Safe from any thread. */
public final class RecordingMetadataSink implements MetadataSink {
    private final InfoHashes torrent;
    private final List<byte[]> offered = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param torrent whose info dictionary is the right one */
    public RecordingMetadataSink(InfoHashes torrent) {
        this.torrent = torrent;
    }

    @Override
    public Future<Boolean> offer(byte[] info) {
        offered.add(info);
        return closed
                ? Future.failedFuture(new SpateException(ErrorCode.STOPPED, "the fetch is closed"))
                : Future.succeededFuture(torrent.matchesInfo(info));
    }

    /** The fetch is closed: offers that come later fail. */
    public void close() {
        closed = true;
    }

    /** In the order in which they came. Not copied. */
    public List<byte[]> offered() {
        return List.copyOf(offered);
    }

    /** Whether the right one is among them. */
    public boolean hasRightOne() {
        return offered.stream().anyMatch(torrent::matchesInfo);
    }
}
