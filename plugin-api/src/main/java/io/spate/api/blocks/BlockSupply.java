package io.spate.api.blocks;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * One way on which bytes of a torrent come, in order. The source books a range, fetches it, and delivers its bytes; it may book
 * the next before the first is whole. The kernel hashes what comes, writes it, and tells others that it is not needed from them
 * any more. To be used on the torrent's loop.
 */
public interface BlockSupply {
    /**
     * Books blocks that lie next to each other and that nobody else was asked for: where the last booking ended, if that is free;
     * else in the longest gap of the torrent; near the end also what is left of pieces that others began. What is booked at once
     * follows from what came lately, so that a slow server does not hold much; half of it or less is one range.
     *
     * @param atMost bytes, 1 or more
     * @return empty if there is nothing to book now; {@link TorrentBlocks#onWork} tells when to try again
     */
    Optional<BlockRange> book(long atMost);

    /**
     * Gives the next bytes of what was booked. Bytes beyond it are thrown away.
     *
     * @param bytes taken over
     * @return whether to go on; if not, nothing is to be read until {@link Receiver#onRoom}: memory is short, or the download
     *     limit is used up. What is delivered all the same is kept, but never more than was booked
     */
    boolean deliver(ByteBuf bytes);

    /** What is booked and not delivered will not come: others may be asked for it. */
    void giveBack();

    /** The server does not have this piece after all: it is not booked again. */
    void lacks(int piece);

    /** {@link #giveBack}, for good. */
    void close();

    /** Hears what becomes of a supply. Called on the torrent's loop; must not block. */
    interface Receiver {
        /** Reading may go on. */
        void onRoom();

        /**
         * All that is booked has come from others meanwhile, or is not wanted any more. What still comes is thrown away; whoever
         * can cheaply do so ends it and gives back.
         */
        void onNotNeeded();

        /**
         * A piece of which this supply delivered at least a part does not match its hash.
         *
         * @param isToBlame whether it delivered all of the piece, or did so too often; if not, it may have been others
         */
        void onPieceFailed(int piece, boolean isToBlame);
    }
}
