package io.spate.api.policy;

import java.util.Set;

/** Whom one torrent serves. Confined to the torrent's loop; must not block. */
public interface TorrentChoker {
    /**
     * Called every ten seconds while peers are connected, and in between when a slot may have become free: a peer that had
     * one has left or lost interest, or a peer became interested while slots are free.
     *
     * @return {@linkplain ChokeCandidate#peer numbers} of the peers that are to be unchoked from now on, those that are
     *     already included, at most {@link ChokeRound#slots} of them; all others are choked
     */
    Set<Integer> choose(ChokeRound round);
}
