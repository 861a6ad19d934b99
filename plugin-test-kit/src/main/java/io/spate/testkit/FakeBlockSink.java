package io.spate.testkit;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockRange;
import io.spate.api.blocks.BlockSink;
import io.spate.api.blocks.BlockSupply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Books pieces in their order, and keeps what a source delivers. Confined to the thread of the test; a piece counts as there
 * when all of it came.
 */
public final class FakeBlockSink implements BlockSink {
    private final PieceLayout layout;
    private final Loop loop;
    private final byte[] content;
    private final Bitfield free;
    private final Bitfield had;
    private final List<Supply> supplies = new ArrayList<>();

    public FakeBlockSink(PieceLayout layout, Loop loop) {
        this.layout = layout;
        this.loop = loop;
        this.content = new byte[Math.toIntExact(layout.totalLength())];
        this.free = new Bitfield(layout.pieceCount());
        this.had = new Bitfield(layout.pieceCount());
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            free.set(piece);
        }
    }

    /** Nothing of this piece is booked. */
    public FakeBlockSink without(int piece) {
        free.clear(piece);
        return this;
    }

    /** All bytes that came, in their places. */
    public byte[] content() {
        return content.clone();
    }

    /** Which pieces are there. */
    public Bitfield had() {
        return had.copy();
    }

    /** In the order in which they were opened; closed ones, too. */
    public List<Supply> supplies() {
        return List.copyOf(supplies);
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public BlockSupply supply(String server, Bitfield pieces, BlockSupply.Receiver receiver) {
        Supply supply = new Supply(server, pieces.copy(), receiver);
        supplies.add(supply);
        return supply;
    }

    /** One supply, as a test sees it. */
    public final class Supply implements BlockSupply {
        private final String server;
        private final Bitfield pieces;
        private final Receiver receiver;
        private final Deque<BlockRange> booked = new ArrayDeque<>();
        private long come;
        private boolean full;
        private boolean closed;

        private Supply(String server, Bitfield pieces, Receiver receiver) {
            this.server = server;
            this.pieces = pieces;
            this.receiver = receiver;
        }

        public String server() {
            return server;
        }

        public Receiver receiver() {
            return receiver;
        }

        public boolean isClosed() {
            return closed;
        }

        /** What is booked and not there, oldest first. */
        public List<BlockRange> booked() {
            return List.copyOf(booked);
        }

        /** Whether {@link #deliver} asks the source to stop. Set back, the source is told. */
        public void full(boolean now) {
            boolean was = full;
            full = now;
            if (was && !now) {
                receiver.onRoom();
            }
        }

        @Override
        public Optional<BlockRange> book(long atMost) {
            int first = free.nextSet(0);
            while (first >= 0 && !pieces.has(first)) {
                first = free.nextSet(first + 1);
            }
            if (closed || first < 0) {
                return Optional.empty();
            }
            long length = 0;
            for (int piece = first;
                    piece < layout.pieceCount()
                            && free.has(piece)
                            && pieces.has(piece)
                            && (length == 0 || length < atMost);
                    piece++) {
                free.clear(piece);
                length += layout.lengthOf(piece);
            }
            BlockRange range = new BlockRange(layout.offsetOf(first), length);
            booked.add(range);
            return Optional.of(range);
        }

        @Override
        public boolean deliver(ByteBuf bytes) {
            try {
                while (bytes.isReadable() && !booked.isEmpty()) {
                    take(bytes, booked.peekFirst());
                }
            } finally {
                bytes.release();
            }
            return !full && !closed;
        }

        private void take(ByteBuf bytes, BlockRange range) {
            int count = (int) Math.min(bytes.readableBytes(), range.length() - come);
            bytes.readBytes(content, (int) (range.offset() + come), count);
            come += count;
            if (come == range.length()) {
                booked.removeFirst();
                come = 0;
                for (int piece = layout.pieceAt(range.offset()); piece <= layout.pieceAt(range.end() - 1); piece++) {
                    had.set(piece);
                }
            }
        }

        @Override
        public void giveBack() {
            for (BlockRange range : booked) {
                for (int piece = layout.pieceAt(range.offset()); piece <= layout.pieceAt(range.end() - 1); piece++) {
                    free.set(piece);
                }
            }
            booked.clear();
            come = 0;
        }

        @Override
        public void lacks(int piece) {
            pieces.clear(piece);
        }

        @Override
        public void close() {
            giveBack();
            closed = true;
        }
    }
}
