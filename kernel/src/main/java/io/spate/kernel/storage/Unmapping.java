package io.spate.kernel.storage;

import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.function.Consumer;

/**
 * Ends mappings at once; the JDK 17 itself leaves that to the collector. Netty can do it while {@code Unsafe} is allowed, which
 * from the JDK 24 on it is only where the command line says so: others refuse.
 */
final class Unmapping {
    private final Consumer<ByteBuffer> freeing;
    private final boolean isPossible;

    /** @param freeing refuses by an {@link UnsupportedOperationException} */
    Unmapping(Consumer<ByteBuffer> freeing) {
        this.freeing = freeing;
        this.isPossible = canFree(freeing);
    }

    /** What this system and this JDK can do. */
    @SuppressWarnings("deprecation") // for buffers that Netty made itself there is another way
    static Unmapping ofMachine() {
        return new Unmapping(PlatformDependent.isWindows() ? buffer -> refuse() : PlatformDependent::freeDirectBuffer);
    }

    boolean isPossible() {
        return isPossible;
    }

    /** Only if it {@link #isPossible}. The mapping must not be used any more: its addresses may be something else's. */
    void end(MappedByteBuffer mapping) {
        freeing.accept(mapping);
    }

    private static boolean canFree(Consumer<ByteBuffer> freeing) {
        try {
            freeing.accept(ByteBuffer.allocateDirect(1));
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static void refuse() {
        throw new UnsupportedOperationException("mapped files on Windows");
    }
}
