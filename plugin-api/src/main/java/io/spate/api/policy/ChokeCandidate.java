package io.spate.api.policy;

/**
 * A connected peer, as a choker sees it. Bytes are payload. Times are as {@link io.spate.api.Loop#nanoTime} counts.
 *
 * @param peer its number, unique in its torrent and never used again
 * @param interested whether it wants something from us
 * @param unchoked whether we serve it now
 * @param uploadOnly whether it has all it wants: a seed, or a partial seed (BEP 21)
 * @param snubbed whether it lets us wait for what we asked
 * @param received bytes that it sent us in the last round of ten seconds
 * @param sent bytes that we sent it in the last round of ten seconds
 * @param sentSinceUnchoke bytes that we sent it since {@code unchokedNanos}; 0 while choked
 * @param unchokedNanos when it was unchoked; without meaning while choked
 * @param connectedNanos when it connected
 */
public record ChokeCandidate(
        int peer,
        boolean interested,
        boolean unchoked,
        boolean uploadOnly,
        boolean snubbed,
        long received,
        long sent,
        long sentSinceUnchoke,
        long unchokedNanos,
        long connectedNanos) {}
