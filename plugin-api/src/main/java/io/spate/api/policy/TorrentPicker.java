package io.spate.api.policy;

import io.spate.api.Bitfield;

/**
 * The order of the pieces of one torrent. Confined to the torrent's loop; must not block, and is called often:
 * {@link #onAvailable} for every HAVE of every peer.
 *
 * <p>At first every piece is wanted with priority {@link #NORMAL_PRIORITY}, none is taken, and no peer has any.
 */
public interface TorrentPicker {
    int NORMAL_PRIORITY = 4;
    int MAX_PRIORITY = 7;

    /** One more peer, not counted as a seed, has the piece. */
    void onAvailable(int piece);

    /** One peer less, not counted as a seed, has the piece. */
    void onUnavailable(int piece);

    /** One more peer, not counted as a seed, has these pieces. The bit field is only read, not kept. */
    default void onAvailable(Bitfield pieces) {
        for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
            onAvailable(piece);
        }
    }

    /** One peer less, not counted as a seed, has these pieces. The bit field is only read, not kept. */
    default void onUnavailable(Bitfield pieces) {
        for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
            onUnavailable(piece);
        }
    }

    /**
     * One more peer has everything. A peer is counted either by this or by its pieces; the kernel may leave one that gets
     * complete among those counted by pieces.
     */
    void onSeed();

    /** One peer less, counted by {@link #onSeed}, has everything. */
    void onSeedGone();

    /** @param priority 0 not wanted, 1 lowest, 4 normal, 7 highest */
    void onPriority(int piece, int priority);

    /** The piece can be started (again): it is missing, and not in progress. Whether it is wanted, its priority says. */
    void onWanted(int piece);

    /** The piece cannot be started: it is in progress, or had. */
    void onTaken(int piece);

    /**
     * The next piece to start with a peer that has those; the kernel then calls {@link #onTaken}, if it starts it.
     *
     * @return a piece that is wanted, not taken, and in {@code peerHas}, or -1 if there is none
     */
    int pick(Bitfield peerHas);

    /**
     * As {@link #pick}, for a peer that is snubbed or slow: pieces that many have come first, so that it does not hold up
     * the rare ones.
     */
    int pickCommon(Bitfield peerHas);

    /** Whether pieces are to be started in their order. Off at first. */
    void setSequential(boolean on);

    /** How many peers have the piece, seeds included. */
    int availability(int piece);
}
