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

    /** A question about the part of a range that lies in one file, or {@link #PADDING}. */
    interface Question {
        boolean isTrue(int file, long position, int length);
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
        Parts parts = new Parts(piece, begin, bytes.remaining());
        int limit = bytes.limit();
        try {
            while (parts.next()) {
                bytes.limit(bytes.position() + parts.length);
                access.access(parts.file, parts.position, bytes);
            }
        } finally {
            bytes.limit(limit);
        }
    }

    /** Whether the answer is yes for each part of the range. */
    boolean test(int piece, int begin, int length, Question question) {
        Parts parts = new Parts(piece, begin, length);
        while (parts.next()) {
            if (!question.isTrue(parts.file, parts.position, parts.length)) {
                return false;
            }
        }
        return true;
    }

    /** The last that begins there or before, or -1. */
    private int lastBeginAt(long offset) {
        int found = Arrays.binarySearch(begins, offset);
        return found >= 0 ? found : -found - 2;
    }

    private long nextBegin(int i) {
        return i + 1 < begins.length ? begins[i + 1] : layout.totalLength();
    }

    /** The parts of a range, one after the other. */
    private final class Parts {
        private final long end;
        private long at;
        private int i;

        // Of the part that it stands at
        private int file;
        private long position;
        private int length;

        private Parts(int piece, int begin, int length) {
            if (length > 0 && !layout.hasRange(piece, begin, length)) {
                throw new IllegalArgumentException(
                        "range: " + length + " bytes from " + begin + " of piece " + piece + ", in " + layout);
            }
            this.at = layout.offsetOf(piece) + begin;
            this.end = at + length;
            this.i = lastBeginAt(at);
        }

        private boolean next() {
            if (at == end) {
                return false;
            }
            if (at == nextBegin(i)) {
                i++;
            }
            boolean isInFile = i >= 0 && at < ends[i];
            file = isInFile ? files[i] : PADDING;
            position = isInFile ? at - begins[i] : 0;
            length = (int) Math.min(end - at, (isInFile ? ends[i] : nextBegin(i)) - at);
            at += length;
            return true;
        }
    }
}
