package io.spate.kernel.download;

import java.io.IOException;
import java.util.BitSet;

/** Where it is recorded what is in storage. Called on disk threads, several at once. */
public interface PieceLog {
    /** All of the piece matched its hash and was handed to storage. When this returns, the end of the process loses nothing. */
    void verified(int piece) throws IOException;

    /** So much of an unfinished piece was handed to storage. */
    void unfinished(int piece, BitSet blocks) throws IOException;
}
