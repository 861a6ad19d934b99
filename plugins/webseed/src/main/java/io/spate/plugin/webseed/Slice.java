package io.spate.plugin.webseed;

import java.util.Optional;

/**
 * A part of a booked range that takes one request, or none.
 *
 * @param resource where it is; empty for padding, which is zeros and asked of nobody
 * @param offset in the resource
 * @param parameters to be added to the URL (BEP 17); empty for a range of bytes (BEP 19)
 */
record Slice(Optional<Resource> resource, long offset, long length, String parameters) {
    static Slice ofFile(Resource file, long offset, long length) {
        return new Slice(Optional.of(file), offset, length, "");
    }

    static Slice zeros(long length) {
        return new Slice(Optional.empty(), 0, length, "");
    }

    /** What is behind its first bytes; of padding, or of a file. */
    Slice from(long skipped) {
        return new Slice(resource, isPadding() ? 0 : offset + skipped, length - skipped, parameters);
    }

    boolean isPadding() {
        return resource.isEmpty();
    }

    /** Whether it is asked for by a {@code Range}. */
    boolean isRanged() {
        return parameters.isEmpty();
    }

    /** Whether it is all that there is at the URL. */
    boolean isWhole() {
        return isRanged()
                && offset == 0
                && resource.filter(one -> one.length() == length).isPresent();
    }

    /** Whether nothing of the file is behind it. */
    boolean isAtEnd() {
        return resource.filter(one -> one.length() == offset + length).isPresent();
    }

    /** The value of the header {@code Range}. */
    String range() {
        return "bytes=" + offset + "-" + (offset + length - 1);
    }

    /** Whether it begins where the other ends. */
    boolean follows(Slice other) {
        return isRanged() && resource.equals(other.resource) && offset == other.offset + other.length;
    }
}
