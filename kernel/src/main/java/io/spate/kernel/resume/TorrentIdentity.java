package io.spate.kernel.resume;

import io.spate.api.InfoHash;
import io.spate.api.PieceLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a journal is of; it stands at its beginning, so that none is ever read for another torrent.
 *
 * @param infoHash the best one
 * @param fileCount pad files and links included
 */
record TorrentIdentity(InfoHash infoHash, PieceLayout layout, int fileCount) {
    /** Bytes of a journal before its first record. */
    static final int HEADER_LENGTH = 72;

    private static final byte[] MAGIC = {'s', 'p', 'a', 't', 'e', 'j', 'n', 'l'};
    private static final int VERSION = 1;
    private static final int CHECKED_LENGTH = HEADER_LENGTH - Integer.BYTES;

    byte[] toHeader() {
        byte[] hash = infoHash.toBytes();
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(hash.length)
                .put(Arrays.copyOf(hash, InfoHash.V2_LENGTH))
                .putInt(layout.pieceCount())
                .putInt(layout.pieceLength())
                .putLong(layout.totalLength())
                .putInt(fileCount);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, CHECKED_LENGTH);
        return header.putInt((int) crc.getValue()).array();
    }
}
