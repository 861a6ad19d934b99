package io.spate.kernel.resume;

import io.spate.api.PieceLayout;
import java.util.Optional;

/** The records of a journal. Their numbers are on disk and stay. */
enum RecordType {
    /** A bit field of pieces that are verified, more than before. */
    HAVE(1),
    HAVE_ALL(2),
    /** A bit field of pieces that must be compared with their hashes before they count. */
    DOUBTFUL(3),
    VERIFIED(4),
    UNVERIFIED(5),
    /** Which blocks of an unfinished piece are in storage; none: the piece is forgotten. */
    BLOCKS(6),
    /** A sync of the data begins: it will cover all that was recorded before this. */
    MARK(7),
    /** What was recorded before the last mark survives a power loss. */
    SYNCED(8),
    /** Somebody begins to append; with the identity of the system's run. */
    OPENED(9),
    /** Length and time of each file, after the last write. */
    STAMPS(10),
    /** Nothing was written after this. */
    CLOSED(11);

    static final int STAMP_LENGTH = 2 * Long.BYTES;
    static final int BOOT_ID_LENGTH = 2 * Long.BYTES;

    private final byte code;

    RecordType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<RecordType> of(byte code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }

    /** Whether a payload may be so long; if so, it is no longer than what the torrent itself takes in memory. */
    boolean allows(int length, TorrentIdentity torrent) {
        return switch (this) {
            case HAVE, DOUBTFUL -> length == (torrent.layout().pieceCount() + 7) / 8;
            case VERIFIED, UNVERIFIED -> length == Integer.BYTES;
            case BLOCKS -> length >= Integer.BYTES && length <= Integer.BYTES + maxBlockMask(torrent.layout());
            case OPENED -> length == BOOT_ID_LENGTH;
            case STAMPS -> length == torrent.fileCount() * STAMP_LENGTH;
            case HAVE_ALL, MARK, SYNCED, CLOSED -> length == 0;
        };
    }

    private static int maxBlockMask(PieceLayout layout) {
        return (layout.blockCount(0) + 7) / 8;
    }
}
