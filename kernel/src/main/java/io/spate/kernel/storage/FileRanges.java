package io.spate.kernel.storage;

import io.spate.api.PieceLayout;
import io.spate.api.metainfo.TorrentFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Divides ranges of a torrent among its files. Immutable. */
final class FileRanges {
    /** Stands for the zeros that no file holds: pad files (BEP 47), and what is between the files of version 2 (BEP 52). */
    static final int PADDING = -1;

    /** What to do with the part of a range that lies in one file. */
    interface Access {
        /**
         * @param file its index in the torrent, or {@link #PADDING}
         * @param position in the file, in bytes
         * @param part to be filled or stored from its position to its limit
         */
        void access(int file, long position, ByteBuffer part) throws IOException;
    }

    private final PieceLayout layout;

    // Of the files that hold bytes
    private final int[] files;
    private final long[] begins;
    private final long[] ends;

    FileRanges(PieceLayout layout, List<TorrentFile> all) {
        this.layout = layout;
        this.files = IntStream.range(0, all.size())
                .filter(file -> all.get(file).length() > 0 && !all.get(file).isPad())
                .toArray();
        this.begins =
                Arrays.stream(files).mapToLong(file -> all.get(file).offset()).toArray();
        this.ends = Arrays.stream(files).mapToLong(file -> all.get(file).end()).toArray();
    }

    /** @param begin offset in the piece, in bytes; the range must lie inside it */
    void divide(int piece, int begin, ByteBuffer bytes, Access access) throws IOException {
        if (bytes.hasRemaining() && !layout.hasRange(piece, begin, bytes.remaining())) {
            throw new IllegalArgumentException(
                    "range: " + bytes.remaining() + " bytes from " + begin + " of piece " + piece + ", in " + layout);
        }
        divide(layout.offsetOf(piece) + begin, bytes, access);
    }

    private void divide(long offset, ByteBuffer bytes, Access access) throws IOException {
        int limit = bytes.limit();
        long at = offset;
        int i = lastBeginAt(offset);
        try {
            while (bytes.position() < limit) {
                boolean isInFile = i >= 0 && at < ends[i];
                int part = (int) Math.min(limit - bytes.position(), (isInFile ? ends[i] : nextBegin(i)) - at);
                bytes.limit(bytes.position() + part);
                access.access(isInFile ? files[i] : PADDING, isInFile ? at - begins[i] : 0, bytes);
                at += part;
                if (at == nextBegin(i)) {
                    i++;
                }
            }
        } finally {
            bytes.limit(limit);
        }
    }

    /** The last that begins there or before, or -1. */
    private int lastBeginAt(long offset) {
        int found = Arrays.binarySearch(begins, offset);
        return found >= 0 ? found : -found - 2;
    }

    private long nextBegin(int i) {
        return i + 1 < begins.length ? begins[i + 1] : layout.totalLength();
    }
}
