package io.spate.api.session;

/**
 * Direct memory of a session for payload on its way to or from the disk, in bytes. {@code used} and {@code kept} together never
 * pass the limit, but for a single buffer that is larger than all of it.
 *
 * @param used by pieces that arrive, and blocks that are sent
 * @param kept for the next ones, used by nobody now
 * @param limit as {@code spate.disk.buffer-memory} sets it
 */
public record PayloadMemory(long used, long kept, long limit) {
    public PayloadMemory {
        if (used < 0 || kept < 0 || limit < 0) {
            throw new IllegalArgumentException(
                    "used, kept, limit: " + used + ", " + kept + ", " + limit + " (expected: 0 or more)");
        }
    }

    /** Both together. */
    public PayloadMemory plus(PayloadMemory other) {
        return new PayloadMemory(used + other.used, kept + other.kept, limit + other.limit);
    }
}
