package io.spate.kernel.extension;

/** Takes back what it was returned for. Closing twice is harmless. Safe from any thread. */
@FunctionalInterface
public interface Handle extends AutoCloseable {
    @Override
    void close();
}
