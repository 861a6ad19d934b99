package io.spate.app;

import java.util.List;

/**
 * What came of comparing data with a torrent.
 *
 * @param pieces that are right
 */
record CheckedData(int pieces, int pieceCount, List<File> files) {
    CheckedData {
        files = List.copyOf(files);
    }

    boolean isRight() {
        return pieces == pieceCount;
    }

    /** Whether at least one file is there, or is not needed. */
    boolean isAnythingThere() {
        return isRight() || files.stream().anyMatch(File::isThere);
    }

    /**
     * One file.
     *
     * @param path with slashes
     * @param verified how many of its bytes are in pieces that are right
     * @param isThere whether there is such a file
     */
    record File(String path, long length, long verified, boolean isThere) {}
}
