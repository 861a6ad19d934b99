package io.spate.plugin.webseed;

/** A slice on its way: booked, then asked for, then coming. Confined to the torrent's loop. */
final class Part {
    private final Slice slice;
    private long left;

    Part(Slice slice) {
        this.slice = slice;
        this.left = slice.length();
    }

    Slice slice() {
        return slice;
    }

    /** Bytes that have not come. */
    long left() {
        return left;
    }

    void onCome(int bytes) {
        left -= bytes;
    }

    /** What has not come of it, to be asked for once more. */
    Part again() {
        return new Part(left == slice.length() ? slice : slice.from(slice.length() - left));
    }
}
