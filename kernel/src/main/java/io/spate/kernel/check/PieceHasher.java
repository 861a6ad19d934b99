package io.spate.kernel.check;

import java.nio.ByteBuffer;

/** Hashes one piece after another, each in order and in parts of any length. Confined to one thread at a time. */
public interface PieceHasher {
    /** Begins a piece; what was there of another is forgotten. */
    void begin(int piece);

    /** Takes the next bytes of the piece, from the buffer's position to its limit. */
    void update(ByteBuffer bytes);

    /** Ends the piece: whether it is right. Called once, after its last byte. */
    boolean matches();
}
