package io.spate.kernel.extension;

import java.io.IOException;

/** A call that may block, and may fail for reasons that lie outside of the program. */
@FunctionalInterface
public interface IoCall<T, R> {
    R on(T extension) throws IOException;
}
