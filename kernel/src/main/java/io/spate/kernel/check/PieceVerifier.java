package io.spate.kernel.check;

/** Knows what the pieces of a torrent must hash to, by whichever version of the protocol. Safe for threads. */
public interface PieceVerifier {
    /** Makes a hasher for one thread at a time, which is used for many pieces. */
    PieceHasher newHasher();
}
