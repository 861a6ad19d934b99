package io.spate.kernel.storage;

import java.nio.ByteBuffer;

/** What pad files hold (BEP 47). */
final class Zeros {
    private static final byte[] SOME = new byte[4096];

    private Zeros() {}

    static void fill(ByteBuffer part) {
        while (part.hasRemaining()) {
            part.put(SOME, 0, Math.min(SOME.length, part.remaining()));
        }
    }
}
