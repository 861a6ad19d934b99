package io.spate.kernel;

/** Is told how far reading and hashing is. Called often, by several threads at once. */
public interface HashProgress {
    /** Takes no notice. */
    HashProgress NONE = (done, total) -> {};

    /** @param done bytes of {@code total} */
    void at(long done, long total);
}
