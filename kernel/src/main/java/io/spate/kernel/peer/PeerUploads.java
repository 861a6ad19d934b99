package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.PieceLayout;
import io.spate.api.net.PeerLink;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.rate.RateMeter;
import io.spate.kernel.wire.PeerWireEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What one peer asks us for: queues its requests, reads many blocks at once into one framed buffer, and writes that. Confined
 * to the torrent's loop, but for {@link UploadBatch#read}, which is done there only if it is to copy from memory.
 *
 * <p>The socket pulls: while it has more than enough queued, nothing is read. So a slow reader costs its queue of requests
 * and two batches, and no more.
 */
final class PeerUploads {
    /** One batch is being sent while the next is being read. */
    private static final int MAX_BATCHES = 2;
    /** So many blocks of 16 KiB with their headers fit one buffer of 256 KiB. */
    private static final int MAX_BATCH_BYTES = 256 * 1024;
    /** Then other peers of the loop are served: one whose socket takes all at once would else have its whole queue. */
    private static final int MAX_BATCHES_A_TURN = 4;
    /** A limited rate is handed out in parts of this much time, so that peers take turns. */
    private static final int LIMITED_BATCHES_A_SECOND = 10;

    /** Not for long at once, as the limit may be lifted. */
    private static final long LONGEST_WAIT_NANOS = 1_000_000_000L;

    private static final int REJECT_LENGTH = 17;

    private final PeerConnection peer;
    private final PeerHost host;
    private final UploadQueue queue = new UploadQueue();
    private final RateMeter meter = new RateMeter();
    private int batches;
    /** Cancels that may still come: one for each request. A flood of others must not have us look through the queue. */
    private int cancels;

    private boolean waits;
    private boolean closed;

    PeerUploads(PeerConnection peer, PeerHost host) {
        this.peer = peer;
        this.host = host;
    }

    RateMeter meter() {
        return meter;
    }

    /** A request that names blocks we have; whether the peer may ask is decided before. */
    void onRequest(int piece, int begin, int length) {
        if (queue.size() >= host.limits().maxIncomingRequests()) {
            peer.reject(piece, begin, length);
            return;
        }
        queue.add(piece, begin, length);
        cancels++;
    }

    void onCancel(int piece, int begin, int length) {
        if (cancels == 0) {
            return;
        }
        cancels--;
        if (queue.remove(piece, begin, length)) {
            peer.reject(piece, begin, length);
        }
    }

    /**
     * We choke the peer: what is queued is rejected, but for what it may have all the same (BEP 6), or dropped where the peer
     * knows no rejects.
     */
    void rejectAllBut(Grants grants) {
        if (!peer.isFast() || queue.isEmpty()) {
            queue.removeFirst(queue.size());
            return;
        }
        int queued = queue.size();
        ByteBuf messages = Unpooled.buffer(REJECT_LENGTH * queued);
        for (int i = 0; i < queued; i++) {
            int piece = queue.piece(0);
            int begin = queue.begin(0);
            int length = queue.length(0);
            queue.removeFirst(1);
            if (grants.allow(piece, length)) {
                queue.add(piece, begin, length);
            } else {
                PeerWireEncoder.reject(messages, piece, begin, length);
            }
        }
        peer.send(messages);
    }

    /** Reads and sends what there is room for, but no more than is one turn's. */
    void pump() {
        int started = 0;
        while (!closed && !waits && !queue.isEmpty() && batches < MAX_BATCHES && peer.queuedBytes() < PeerLink.FULL) {
            if (started++ == MAX_BATCHES_A_TURN) {
                waits = true;
                host.loop().execute(this::afterWait);
            } else if (!startBatch()) {
                return;
            }
        }
    }

    void tick(double seconds) {
        meter.tick(seconds);
        pump();
    }

    void close() {
        closed = true;
        queue.removeFirst(queue.size());
    }

    private boolean startBatch() {
        long now = host.loop().nanoTime();
        long delay = host.uploadLimit().delayNanos(now);
        if (delay > 0) {
            waits = true;
            host.loop().schedule(Duration.ofNanos(Math.min(delay, LONGEST_WAIT_NANOS)), this::afterWait);
            return false;
        }
        int count = batchSize();
        int bytes = batchBytes(count);
        Optional<ByteBuf> buffer = host.uploadMemory().acquire(bytes);
        if (buffer.isEmpty()) {
            waits = true;
            host.uploadMemory().whenRoom(bytes, () -> host.loop().execute(this::afterWait));
            return false;
        }
        UploadBatch batch = new UploadBatch(queue, count, buffer.get());
        queue.removeFirst(count);
        batches++;
        host.uploadLimit().spent(batch.payload(), now);
        TorrentStorage storage = host.storage();
        if (batch.isInMemory(storage)) {
            String failure = read(batch, storage);
            if (failure == null) {
                onRead(batch, null);
            } else {
                host.loop().execute(() -> onRead(batch, failure)); // not now: it may end the torrent under the caller
            }
        } else {
            host.disk().execute(() -> {
                String failure = read(batch, storage);
                host.loop().execute(() -> {
                    onRead(batch, failure);
                    pump();
                });
            });
        }
        return true;
    }

    private void afterWait() {
        waits = false;
        pump();
        peer.flush();
    }

    private int batchSize() {
        long allowed = host.uploadLimit().isUnlimited()
                ? MAX_BATCH_BYTES
                : Math.min(MAX_BATCH_BYTES, host.uploadLimit().bytesPerSecond() / LIMITED_BATCHES_A_SECOND);
        int count = 1;
        long bytes = framed(0);
        while (count < queue.size() && bytes + framed(count) <= allowed) {
            bytes += framed(count++);
        }
        return count;
    }

    private int batchBytes(int count) {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += framed(i);
        }
        return bytes;
    }

    private int framed(int number) {
        return PeerWireEncoder.PIECE_HEADER_LENGTH + queue.length(number);
    }

    private static String read(UploadBatch batch, TorrentStorage storage) {
        try {
            batch.read(storage);
            return null;
        } catch (IOException | RuntimeException | Error e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void onRead(UploadBatch batch, String failure) {
        batches--;
        if (failure != null || closed) {
            batch.release();
            if (!closed) {
                host.onReadFailed(peer, failure);
            }
            return;
        }
        meter.add(batch.payload());
        peer.onSent(batch.payload());
        host.onUploaded(batch.payload());
        peer.sendBlocks(batch.take());
        peer.flush();
    }

    /** What is served to a peer that is choked. */
    interface Grants {
        boolean allow(int piece, int length);
    }

    /** Whether a length is one that we serve: other clients ask for up to 128 KiB. */
    static boolean isServed(int length) {
        return length <= 8 * PieceLayout.BLOCK_LENGTH;
    }
}
