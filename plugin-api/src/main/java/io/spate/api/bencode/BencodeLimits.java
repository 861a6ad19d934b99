package io.spate.api.bencode;

/**
 * What a reader takes at most; beyond that it refuses, before it allocates anything.
 *
 * @param size of the whole input, in bytes
 * @param depth of lists and dictionaries within one another, 0..1000
 * @param values in all, keys included
 */
public record BencodeLimits(int size, int depth, int values) {
    /** A torrent file. */
    public static final BencodeLimits TORRENT_FILE = new BencodeLimits(10_000_000, 100, 3_000_000);

    /** An info dictionary that peers sent (BEP 9). */
    public static final BencodeLimits METADATA = new BencodeLimits(30 * 1024 * 1024, 100, 2_500_000);

    /** A message of a peer, a node or a tracker. */
    public static final BencodeLimits MESSAGE = new BencodeLimits(2 * 1024 * 1024, 100, 100_000);

    private static final int MAX_DEPTH = 1000; // equals, hashCode and the writer recurse

    public BencodeLimits {
        if (size < 0 || depth < 0 || depth > MAX_DEPTH || values < 0) {
            throw new IllegalArgumentException("limits: size " + size + ", depth " + depth + ", values " + values
                    + " (expected: 0 or more, depth 0.." + MAX_DEPTH + ")");
        }
    }
}
