package io.spate.kernel.download;

import java.security.MessageDigest;

/** What pieces must hash to. Safe for threads. */
public interface PieceHashes {
    MessageDigest newDigest();

    boolean matches(int piece, byte[] digest);
}
