package io.spate.api.policy;

import java.util.List;

/**
 * What a choker decides on.
 *
 * @param candidates all connected peers of the torrent, in no order
 * @param slots how many peers may be unchoked, 0 or more
 * @param seeding whether we want nothing from anybody: the torrent is complete, or all that is wanted is
 * @param nanos now, as {@link io.spate.api.Loop#nanoTime} counts; only differences mean anything
 */
public record ChokeRound(List<ChokeCandidate> candidates, int slots, boolean seeding, long nanos) {
    public ChokeRound {
        candidates = List.copyOf(candidates);
        if (slots < 0) {
            throw new IllegalArgumentException("slots: " + slots + " (expected: 0 or more)");
        }
    }
}
