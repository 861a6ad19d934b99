package io.spate.kernel;

import java.util.List;

/**
 * What came of comparing data with a torrent.
 *
 * @param pieces that are right
 */
public record Verification(int pieces, int pieceCount, List<FileResult> files) {
    public Verification {
        files = List.copyOf(files);
    }

    public boolean isRight() {
        return pieces == pieceCount;
    }

    /**
     * One file; pad files are left out.
     *
     * @param path with slashes, from the torrent's root on
     * @param verified how many of its bytes are in pieces that are right
     * @param isThere whether there is such a file
     */
    public record FileResult(String path, long length, long verified, boolean isThere) {}
}
