package io.spate.kernel.torrent;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import io.spate.api.blocks.BlockSupply;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.rate.RateMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What one source was asked for and delivers, as a supplier of blocks like a peer. Confined to the torrent's loop.
 */
final class SourceSupply implements BlockSupply, BlockSupplier.Outstanding {
    /** Of the addresses of those who deliver without being peers. */
    static final String SCHEME = "web";

    /** Booked of a supply of which nothing has come yet. */
    private static final long FIRST_BOOKING = 1024 * 1024;

    /** Booked at most. It also bounds what a source that does not stop when it is told to can make us keep. */
    private static final long MAX_BOOKING = 64 * 1024 * 1024;

    /** Rates are smoothed: before that many seconds they show too little of a fast server. */
    private static final int SECONDS_TO_KNOW_THE_RATE = 5;

    /** What is booked shall come in so many seconds: others could have it from elsewhere. */
    private static final int BOOKED_SECONDS = 10;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Loop loop;
    private final PieceLayout layout;
    private final PieceDownloads downloads;
    private final RateLimit limit;
    private final Account account;
    private final Guard guard;
    private final Receiver receiver;
    private final Bitfield pieces;
    private final BlockSupplier supplier;
    private final Deque<BookedRange> booked = new ArrayDeque<>();
    private final Deque<ByteBuf> undelivered = new ArrayDeque<>();
    /** Bytes in these: they may be very many, and very small. */
    private long undeliveredBytes;

    private final RateMeter meter = new RateMeter();
    private Loop.Timer turn = () -> {};
    private long lastEnd;

    /** Bytes that came, and seconds that passed, since the beginning or since it gave back. */
    private long come;

    private double secondsOfComing;
    private boolean held;
    private boolean closed;

    SourceSupply(
            Loop loop,
            PieceLayout layout,
            PieceDownloads downloads,
            RateLimit limit,
            Account account,
            Guard guard,
            String server,
            Bitfield pieces,
            Receiver receiver) {
        this.loop = loop;
        this.layout = layout;
        this.downloads = downloads;
        this.limit = limit;
        this.account = account;
        this.guard = guard;
        this.receiver = receiver;
        this.pieces = pieces.copy();
        this.supplier = new BlockSupplier(new PeerAddress(SCHEME, server, 0), this.pieces, this);
        downloads.add(supplier);
    }

    BlockSupplier supplier() {
        return supplier;
    }

    @Override
    public Optional<BlockRange> book(long atMost) {
        long most = mostBooked();
        long half = most / 2; // so that the next is asked for while this one comes, and no request is tiny
        if (closed || outstanding() > most - half) {
            return Optional.empty();
        }
        Optional<BlockRange> range = downloads.book(supplier, lastEnd, Math.min(atMost, half));
        range.ifPresent(added -> {
            booked.add(new BookedRange(layout, added));
            lastEnd = added.end();
        });
        return range;
    }

    /** What comes in some seconds; at first, as much again as has come, which doubles it with each answer. */
    private long mostBooked() {
        long expected = meter.bytesPerSecond() * BOOKED_SECONDS;
        long grown = secondsOfComing < SECONDS_TO_KNOW_THE_RATE ? 2 * come : 0;
        return Math.min(MAX_BOOKING, Math.max(FIRST_BOOKING, Math.max(expected, grown)));
    }

    private long outstanding() {
        return booked.stream().mapToLong(BookedRange::left).sum();
    }

    @Override
    public boolean deliver(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return false;
        }
        int count = bytes.readableBytes();
        come += count;
        meter.add(count);
        limit.spent(count, loop.nanoTime());
        refuseExcess(bytes);
        if (!bytes.isReadable()) {
            bytes.release();
            return !held;
        }
        undelivered.add(bytes);
        undeliveredBytes += bytes.readableBytes();
        drain();
        return !held;
    }

    /** What was not booked is not kept, not even until it would be thrown away. */
    private void refuseExcess(ByteBuf bytes) {
        long excess = bytes.readableBytes() - Math.max(0, outstanding() - undeliveredBytes);
        if (excess > 0) {
            bytes.writerIndex(bytes.writerIndex() - (int) excess);
            account.onWasted((int) excess);
        }
    }

    /** Room for blocks may be there again. */
    @Override
    public void onRoom() {
        if (!undelivered.isEmpty()) {
            drain();
        }
    }

    void tick(double seconds) {
        meter.tick(seconds);
        secondsOfComing += come > 0 ? seconds : 0;
        onRoom();
    }

    private void drain() {
        long delay = limit.delayNanos(loop.nanoTime());
        if (delay > 0) {
            held = true;
            turn.cancel();
            turn = loop.schedule(shorter(Duration.ofNanos(delay)), this::drain);
            return;
        }
        while (!undelivered.isEmpty()) {
            ByteBuf next = undelivered.pollFirst(); // so that what is given back in the middle of it leaves it alone
            undeliveredBytes -= next.readableBytes();
            if (!consume(next)) {
                undelivered.addFirst(next);
                undeliveredBytes += next.readableBytes();
                break;
            }
            next.release();
        }
        boolean wasHeld = held;
        held = !undelivered.isEmpty();
        if (wasHeld && !held && !closed) {
            guard.run("BlockSupply.Receiver.onRoom", receiver::onRoom);
        }
    }

    /** As the limit may be lifted meanwhile. */
    private static Duration shorter(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** @return whether all of it was taken; if not, there is no memory for the next block */
    private boolean consume(ByteBuf in) {
        while (in.isReadable() && !booked.isEmpty()) {
            BookedRange range = booked.peekFirst();
            if (range.isAtBlockStart() && !range.isReleased() && !downloads.makeReady(range.piece(), range.block())) {
                return false;
            }
            consume(range, in);
        }
        account.onWasted(in.readableBytes());
        in.skipBytes(in.readableBytes());
        return true;
    }

    private void consume(BookedRange range, ByteBuf in) {
        if (range.isAtBlockStart() && range.takeBlock()) {
            downloads.startBlock(supplier, range.piece(), range.begin(), range.blockLength());
        }
        int count = Math.min(in.readableBytes(), range.leftOfBlock());
        if (range.isTaken()) {
            downloads.onBlockBytes(supplier, in, count);
        } else {
            in.skipBytes(count);
        }
        range.skip(count);
        if (range.leftOfBlock() == 0) {
            onBlock(range);
        }
    }

    private void onBlock(BookedRange range) {
        int length = range.blockLength();
        boolean wasTaken = range.isTaken();
        range.nextBlock();
        if (range.isDone()) {
            booked.removeFirst();
        }
        if (wasTaken && downloads.endBlock(supplier)) {
            account.onDownloaded(length);
        } else {
            account.onWasted(length);
        }
    }

    @Override
    public void giveBack() {
        downloads.abortBlock(supplier);
        for (BookedRange range : booked) {
            range.releaseRest(offset -> end(offset));
        }
        booked.clear();
        undelivered.forEach(ByteBuf::release);
        undelivered.clear();
        undeliveredBytes = 0;
        come = 0;
        secondsOfComing = 0;
        held = false;
        downloads.onStalled(supplier);
    }

    private void end(long offset) {
        int piece = layout.pieceAt(offset);
        downloads.onRequestEnded(piece, (int) (offset - layout.offsetOf(piece)));
    }

    @Override
    public void lacks(int piece) {
        pieces.clear(piece);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            turn.cancel();
            giveBack();
            downloads.remove(supplier);
            account.onClosed(this);
        }
    }

    void onPieceFailed(int piece, boolean isToBlame) {
        guard.run("BlockSupply.Receiver.onPieceFailed", () -> receiver.onPieceFailed(piece, isToBlame));
    }

    // As downloads see it

    @Override
    public boolean isEmpty() {
        return booked.isEmpty();
    }

    @Override
    public void cancel(int piece, int begin) {
        release(layout.offsetOf(piece) + begin);
        checkNeeded();
    }

    @Override
    public void cancelPiece(int piece) {
        for (int begin = 0; begin < layout.lengthOf(piece); begin += BLOCK_LENGTH) {
            release(layout.offsetOf(piece) + begin);
        }
        checkNeeded();
    }

    private void release(long offset) {
        for (BookedRange range : booked) {
            if (range.release(offset)) {
                end(offset);
            }
        }
    }

    /** Not at once: the call comes out of the midst of a decision about the piece. */
    private void checkNeeded() {
        if (!booked.isEmpty() && booked.stream().noneMatch(BookedRange::isNeeded)) {
            loop.execute(() -> {
                if (!closed && !booked.isEmpty() && booked.stream().noneMatch(BookedRange::isNeeded)) {
                    guard.run("BlockSupply.Receiver.onNotNeeded", receiver::onNotNeeded);
                }
            });
        }
    }

    /** Who counts what comes. */
    interface Account {
        void onDownloaded(int bytes);

        void onWasted(int bytes);

        void onClosed(SourceSupply supply);
    }
}
