package io.spate.plugin.webseed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import io.spate.api.blocks.BlockSink;
import io.spate.api.blocks.BlockSupply;
import java.util.Optional;

/** What is booked with the kernel for one server, cut into parts, and what of it has come. Confined to the torrent's loop. */
final class Bookings {
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final SeedLayout layout;
    private final long maxRequest;
    private final PartQueue parts = new PartQueue();
    private final Bitfield pieces;
    private final BlockSupply supply;
    private boolean held;

    Bookings(
            BlockSink sink,
            String server,
            PieceLayout torrent,
            SeedLayout layout,
            long maxRequest,
            BlockSupply.Receiver receiver) {
        this.layout = layout;
        this.maxRequest = maxRequest;
        this.pieces = Bitfield.full(torrent.pieceCount());
        this.supply = sink.supply(server, pieces, receiver);
    }

    PartQueue parts() {
        return parts;
    }

    /** Whether the kernel takes no more for now. */
    boolean isHeld() {
        return held;
    }

    void onRoom() {
        held = false;
    }

    /** Books until there are so many requests, made and to be made, or nothing is left to book. */
    void fill(int requests) {
        boolean isMore = true;
        while (isMore && parts.requests() + parts.due() < requests) {
            isMore = book();
        }
    }

    /** @return whether there was something to book */
    boolean book() {
        Optional<BlockRange> range = supply.book(maxRequest);
        range.ifPresent(booked -> parts.add(layout.slices(booked)));
        return range.isPresent();
    }

    /** Delivers padding that comes next, as far as there is room for it. */
    void deliverPadding() {
        while (!held && isPaddingNext()) {
            deliverZeros();
        }
    }

    /** What a server sends comes next. @return the part that it is of */
    Part toAnswered() {
        while (isPaddingNext()) { // the kernel had no room for it, but what comes behind it is here
            deliverZeros();
        }
        return parts.first().orElseThrow();
    }

    private boolean isPaddingNext() {
        return parts.first().filter(part -> part.slice().isPadding()).isPresent();
    }

    private void deliverZeros() {
        Part part = parts.first().orElseThrow();
        int length = (int) Math.min(ZEROS.length, part.left());
        part.onCome(length);
        if (part.left() == 0) {
            parts.removeFirst();
        }
        held = !supply.deliver(Unpooled.wrappedBuffer(ZEROS, 0, length));
    }

    /** Delivers as many bytes as the part lacks. @param bytes stays the caller's */
    void deliver(Part part, ByteBuf bytes) {
        int count = (int) Math.min(part.left(), bytes.readableBytes());
        part.onCome(count);
        held = !supply.deliver(bytes.readRetainedSlice(count));
    }

    /** The server does not have it after all. @return whether it may have anything else */
    boolean lacks(Resource resource) {
        for (int piece = resource.firstPiece(); piece <= resource.lastPiece(); piece++) {
            pieces.clear(piece);
            supply.lacks(piece);
        }
        return pieces.count() > 0;
    }

    /** Others may have it. */
    void giveBack() {
        clear();
        supply.giveBack();
    }

    /** What was asked for does not come: it stays booked, and is to be asked for again. */
    void takeBack() {
        held = false;
        parts.takeBack();
    }

    void close() {
        clear();
        supply.close();
    }

    private void clear() {
        held = false;
        parts.clear();
    }
}
