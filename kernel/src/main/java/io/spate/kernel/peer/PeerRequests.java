package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.rate.RateMeter;
import io.spate.kernel.wire.PeerWireEncoder;
import java.time.Duration;

/**
 * What we ask one peer for: keeps as many requests outstanding as its rate calls for, and gives back those that it will not
 * answer. Confined to the torrent's loop.
 */
final class PeerRequests implements BlockSupplier.Outstanding {
    /** Before the rate is known: enough for a first measurement, not more than any client takes. */
    private static final int FIRST_DEPTH = 32;

    private static final int LEAST_DEPTH = 4;
    /** How many requests most clients take that do not say (specs: 250 where {@code reqq} is absent). */
    private static final int USUAL_REQUEST_LIMIT = 250;
    /** Slow start ends when a second brought less than this much more than the one before. */
    private static final double GROWTH = 1.1;
    /** A peer that sends a piece in less time than this is given whole pieces. */
    private static final int WHOLE_PIECE_SECONDS = 20;

    /** Requests rejected by a peer that never sent anything before we let it go (libtorrent's number). */
    private static final int MAX_REJECTS_AT_FIRST = 50;
    /** Requests rejected in a row by one that did: more than any queue holds that it may have closed. */
    private static final int MAX_REJECTS = 1000;

    /** Chokes in a row that took requests back: honest peers choke every ten seconds at most, and send something in between. */
    private static final int MAX_CHOKES = 100;

    private static final int REQUEST_LENGTH = 17;
    private static final double SMALL_MESSAGES = 64;

    private final PeerConnection peer;
    private final PeerHost host;
    private final PieceDownloads downloads;
    private final BlockSupplier supplier;
    private final RequestQueue queue = new RequestQueue();
    private final RateMeter meter = new RateMeter();
    private int depth = FIRST_DEPTH;
    private int peerLimit = USUAL_REQUEST_LIMIT;
    /** What it really takes: less than it says once it rejects requests, and one more for each block that it sends. */
    private int accepted = Integer.MAX_VALUE;

    private int rejectedInARow;
    /** Requests that a choke caught: their rejects say nothing of what the peer takes. */
    private int rejectsOfChoke;

    private int chokedInARow;
    private boolean slowStart = true;
    private long lastRate;
    private long lastBlockNanos;
    private boolean snubbed;
    private long heldUpNanos;

    /** Whether the block that is arriving was asked for. */
    private boolean blockIsRequested;

    private boolean isReceiving;
    private ByteBuf batch;

    /** @param pieces what the peer has, as it changes */
    PeerRequests(PeerConnection peer, PeerHost host, Bitfield pieces) {
        this.peer = peer;
        this.host = host;
        this.downloads = host.downloads();
        this.supplier = new BlockSupplier(peer.address(), pieces, this);
        this.lastBlockNanos = host.loop().nanoTime();
        this.heldUpNanos = lastBlockNanos;
        downloads.add(supplier);
    }

    BlockSupplier supplier() {
        return supplier;
    }

    RateMeter meter() {
        return meter;
    }

    int outstanding() {
        return queue.size();
    }

    boolean isSnubbed() {
        return snubbed;
    }

    /** By its extended handshake the peer takes so many requests. */
    void peerLimit(int requests) {
        peerLimit = Math.max(1, requests);
    }

    /** Asks for more, if there is room for a worthwhile number. */
    void refill() {
        int want = Math.min(
                        Math.min(depth, accepted),
                        Math.min(peerLimit, host.limits().maxRequests()))
                - queue.size();
        if (want <= 0 || (queue.size() > want && want < LEAST_DEPTH) || !peer.mayRequest()) {
            return;
        }
        if (queue.isEmpty() && !isReceiving) {
            lastBlockNanos = host.loop().nanoTime();
        }
        downloads.pick(supplier, want, this::request);
        if (batch != null) {
            peer.send(batch);
            batch = null;
        }
    }

    /** A block begins to arrive. */
    void startBlock(int piece, int begin, int length) {
        blockIsRequested = queue.remove(piece, begin);
        isReceiving = blockIsRequested;
        if (blockIsRequested) {
            downloads.startBlock(supplier, piece, begin, length);
        }
    }

    void onBlockBytes(ByteBuf in, int count) {
        downloads.onBlockBytes(supplier, in, count);
    }

    void endBlock(int length) {
        isReceiving = false;
        boolean useful = blockIsRequested && downloads.endBlock(supplier);
        if (!useful) {
            host.onWasted(length);
            return;
        }
        lastBlockNanos = host.loop().nanoTime();
        snubbed(false);
        meter.add(length);
        host.onDownloaded(length);
        rejectedInARow = 0;
        chokedInARow = 0;
        accepted = accepted == Integer.MAX_VALUE ? accepted : accepted + 1;
        if (slowStart) {
            depth++;
        }
    }

    /** The peer lost a piece. One that knows rejects will say of each request that it does not answer it (BEP 54). */
    void onDontHave(int piece) {
        if (!peer.isFast()) {
            for (int begin : queue.removePiece(piece)) {
                downloads.onRequestEnded(piece, begin);
            }
        }
        downloads.onStalled(supplier);
    }

    void onReject(int piece, int begin) {
        if (queue.remove(piece, begin)) {
            downloads.onRequestEnded(piece, begin);
            if (rejectsOfChoke > 0) {
                rejectsOfChoke--;
                return;
            }
            rejectedInARow++;
            accepted = Math.max(1, Math.min(accepted, queue.size()));
        }
    }

    /** Whether it rejects so much that it is of no use. */
    boolean areRejected() {
        return rejectedInARow > (meter.total() == 0 ? MAX_REJECTS_AT_FIRST : MAX_REJECTS);
    }

    /** Whether it has us ask again and again, and sends nothing. */
    boolean areTakenBack() {
        return chokedInARow > MAX_CHOKES;
    }

    /** What it rejected while it choked us says nothing about what it takes now. */
    void onUnchoked() {
        accepted = Integer.MAX_VALUE;
    }

    /** Without the fast extension a choke drops all requests; with it the peer answers each (BEP 6). */
    void onChoked(boolean fast) {
        chokedInARow += queue.isEmpty() ? 0 : 1;
        if (fast) {
            rejectsOfChoke = queue.size();
        } else {
            giveBackAll();
        }
        downloads.onStalled(supplier);
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public void onRoom() {
        peer.refill();
    }

    @Override
    public void cancel(int piece, int begin) {
        if (queue.remove(piece, begin)) {
            cancelled(piece, begin);
            peer.flush();
        }
    }

    @Override
    public void cancelPiece(int piece) {
        for (int begin : queue.removePiece(piece)) {
            cancelled(piece, begin);
        }
        peer.flush();
    }

    /** It is for us that nothing comes: the peer is not to blame. */
    void onHeldUp() {
        heldUpNanos = host.loop().nanoTime();
    }

    /** Called once a second: how deep to ask, and whether the peer lets us wait too long. */
    void tick(double seconds) {
        meter.tick(seconds);
        long rate = meter.bytesPerSecond();
        if (slowStart && rate > 0 && rate < lastRate * GROWTH) {
            slowStart = false;
        }
        lastRate = rate;
        if (!slowStart && !snubbed) {
            depth = depthFor(rate);
        }
        supplier.wholePieces(rate * WHOLE_PIECE_SECONDS >= host.layout().pieceLength());
        checkTimeouts();
    }

    void close() {
        downloads.abortBlock(supplier);
        giveBackAll();
        downloads.remove(supplier);
    }

    private int depthFor(long rate) {
        double blocks = rate
                * (host.limits().requestQueueTime().toMillis() / 1000.0)
                / Math.min(PieceLayout.BLOCK_LENGTH, host.layout().pieceLength());
        return (int) Math.max(LEAST_DEPTH, Math.min(blocks, host.limits().maxRequests()));
    }

    private void checkTimeouts() {
        long now = host.loop().nanoTime();
        if (isSilent(now) || isStuck(now)) {
            snubbed(true);
            cancelAll();
            downloads.onLateBlock(supplier);
            downloads.onStalled(supplier);
            depth = 1;
            slowStart = false;
            lastBlockNanos = now;
        }
    }

    private boolean isSilent(long now) {
        return (!queue.isEmpty() || isReceiving)
                && isOver(host.limits().pieceTimeout(), lastBlockNanos, now)
                && isOver(host.limits().pieceTimeout(), heldUpNanos, now);
    }

    private boolean isStuck(long now) {
        return !queue.isEmpty()
                && isOver(host.limits().requestTimeout(), queue.oldestNanos(), now)
                && isOver(host.limits().requestTimeout(), heldUpNanos, now);
    }

    private static boolean isOver(Duration timeout, long since, long now) {
        return now - since > timeout.toNanos();
    }

    private void snubbed(boolean now) {
        if (snubbed != now) {
            snubbed = now;
            supplier.snubbed(now);
        }
    }

    private void cancelAll() {
        if (queue.isEmpty()) {
            return;
        }
        ByteBuf messages = Unpooled.buffer(REQUEST_LENGTH * queue.size());
        for (int i = 0; i < queue.size(); i++) {
            int piece = queue.piece(i);
            int begin = queue.begin(i);
            PeerWireEncoder.cancel(
                    messages, piece, begin, host.layout().blockLength(piece, begin / PieceLayout.BLOCK_LENGTH));
        }
        peer.send(messages);
        peer.flush();
        giveBackAll();
    }

    private void cancelled(int piece, int begin) {
        downloads.onRequestEnded(piece, begin);
        ByteBuf message = Unpooled.buffer(REQUEST_LENGTH);
        PeerWireEncoder.cancel(
                message, piece, begin, host.layout().blockLength(piece, begin / PieceLayout.BLOCK_LENGTH));
        peer.send(message);
    }

    private void giveBackAll() {
        for (int i = 0; i < queue.size(); i++) {
            downloads.onRequestEnded(queue.piece(i), queue.begin(i));
        }
        queue.clear();
    }

    private void request(int piece, int begin, int length) {
        if (batch == null) {
            batch = Unpooled.directBuffer((int) (REQUEST_LENGTH * SMALL_MESSAGES));
        }
        PeerWireEncoder.request(batch, piece, begin, length);
        queue.add(piece, begin, host.loop().nanoTime());
    }
}
