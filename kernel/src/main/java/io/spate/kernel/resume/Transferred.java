package io.spate.kernel.resume;

/**
 * What went through for a torrent, in bytes of payload.
 *
 * @param downloaded received in blocks
 * @param uploaded sent in blocks
 */
public record Transferred(long downloaded, long uploaded) {
    public static final Transferred NOTHING = new Transferred(0, 0);

    public Transferred {
        if (downloaded < 0 || uploaded < 0) {
            throw new IllegalArgumentException(
                    "transferred: " + downloaded + ", " + uploaded + " bytes (expected: 0 or more)");
        }
    }
}
