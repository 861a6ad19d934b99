package io.spate.kernel.metainfo;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.util.Locale;

/** What is wrong with a torrent that is well bencoded. Messages begin with the label; the names are libtorrent's. */
public enum MetainfoFault {
    IS_NO_DICT,
    MISSING_INFO,
    /** The info dictionary claims a meta version, and is not in the canonical form that this asks for (BEP 52). */
    INVALID_BENCODING,
    UNKNOWN_VERSION,
    /** There is no piece length, or it is out of range. */
    MISSING_PIECE_LENGTH,
    MISSING_NAME,
    FILE_PARSE_FAILED,
    INVALID_PAD_FILE,
    DIRECTORY_TOO_DEEP,
    INVALID_LENGTH,
    MISSING_PIECES_ROOT,
    MISSING_FILE_TREE,
    MISSING_META_VERSION,
    INVALID_NAME,
    NO_FILES,
    /** The two file lists of a hybrid torrent differ. */
    INCONSISTENT_FILES,
    TOO_MANY_PIECES,
    MISSING_PIECES,
    /** The version 1 hashes are not 20 bytes a piece. */
    INVALID_HASHES,
    INVALID_PIECE_LAYER,
    TOO_MANY_DUPLICATE_FILENAMES;

    /** The stable name, such as {@code missing_info}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param detail what it was, and what was expected */
    SpateException error(String detail) {
        return new SpateException(ErrorCode.BAD_TORRENT, label() + ": " + detail);
    }
}
