package io.spate.kernel.resume;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import io.spate.kernel.resume.ResumeState.ChangedFile;
import io.spate.kernel.storage.PresentPieces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a journal says against what is on disk. Pieces that cannot be there are forgotten; those of files that somebody
 * changed or put there are in doubt, and their unfinished pieces, which nobody could compare, are forgotten.
 */
final class FileComparison {
    /** Clocks of file servers differ, and the blocks of a piece are written before its record. */
    private static final long TOLERANCE_MILLIS = 60_000;

    private final Metainfo metainfo;
    private final PieceLayout layout;
    private final List<FileStamp> found;

    FileComparison(Metainfo metainfo, List<FileStamp> found) {
        if (found.size() != metainfo.files().size()) {
            throw new IllegalArgumentException("stamps: " + found.size() + " (expected: one for each of "
                    + metainfo.files().size() + " files)");
        }
        this.metainfo = metainfo;
        this.layout = metainfo.layout();
        this.found = found;
    }

    /**
     * @param lastAppendMillis when the journal was last written to, in milliseconds since 1970
     * @return the files of which something was known that may not hold any more, or that may hold more than is known
     */
    List<ChangedFile> apply(JournalState state, long lastAppendMillis) {
        List<ChangedFile> changed = new ArrayList<>();
        for (int file = 0; file < found.size(); file++) {
            Optional<String> change = change(state, file, lastAppendMillis);
            if (change.isPresent()) {
                doubt(state, metainfo.files().get(file));
                changed.add(new ChangedFile(file, change.get()));
            }
        }
        forgetAbsent(state);
        return changed;
    }

    /** Everything that may be there, when nothing is known. */
    void doubtAll(JournalState state) {
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            if (!state.have().has(piece)) {
                state.doubt(piece);
            }
        }
        forgetAbsent(state);
    }

    private Optional<String> change(JournalState state, int file, long lastAppendMillis) {
        TorrentFile described = metainfo.files().get(file);
        FileStamp now = found.get(file);
        if (described.length() == 0 || described.isPad() || now.equals(FileStamp.ALWAYS)) {
            return Optional.empty();
        }
        long known = knownLength(state, described);
        if (Math.max(0, now.length()) < known) {
            return Optional.of(tooShort(now, known));
        }
        if (state.closingStamps().isPresent()) {
            return sinceClosing(state.closingStamps().get().get(file), now);
        }
        return known > 0 ? sinceLastAppend(lastAppendMillis, now) : Optional.empty();
    }

    private static String tooShort(FileStamp now, long known) {
        return now.isMissing() ? "is missing" : "has " + now.length() + " bytes (expected: " + known + " or more)";
    }

    private static Optional<String> sinceClosing(FileStamp then, FileStamp now) {
        if (now.isMissing()) {
            return Optional.empty(); // and nothing is known of it
        }
        if (then.isMissing()) {
            return Optional.of("has appeared");
        }
        if (then.length() != now.length()) {
            return Optional.of("has " + now.length() + " bytes (expected: " + then.length() + ")");
        }
        return then.modifiedMillis() == now.modifiedMillis()
                ? Optional.empty()
                : Optional.of("was changed at " + Instant.ofEpochMilli(now.modifiedMillis()) + " (expected: at "
                        + Instant.ofEpochMilli(then.modifiedMillis()) + ")");
    }

    private static Optional<String> sinceLastAppend(long lastAppendMillis, FileStamp now) {
        return now.modifiedMillis() <= lastAppendMillis + TOLERANCE_MILLIS
                ? Optional.empty()
                : Optional.of("was changed at " + Instant.ofEpochMilli(now.modifiedMillis())
                        + ", after the last record at " + Instant.ofEpochMilli(lastAppendMillis));
    }

    /** How long the file must be to hold what is known of it, in bytes. */
    private long knownLength(JournalState state, TorrentFile file) {
        for (int piece = lastPiece(file); piece >= firstPiece(file); piece--) {
            long begin = layout.offsetOf(piece);
            long end = begin + knownLength(state, piece, file.end() - begin);
            if (end > Math.max(begin, file.offset())) {
                return Math.min(end, file.end()) - file.offset();
            }
        }
        return 0;
    }

    /** How far the last block reaches that is known and begins before the limit, in bytes of the piece. */
    private long knownLength(JournalState state, int piece, long limit) {
        if (state.have().has(piece)) {
            return layout.lengthOf(piece);
        }
        PartialBlocks partial = state.partials().get(piece);
        if (partial == null) {
            return 0;
        }
        long lastBlock = Math.min(layout.blockCount(piece), (limit - 1) / BLOCK_LENGTH);
        long end = (partial.blocks().previousSetBit((int) lastBlock) + 1L) * BLOCK_LENGTH;
        return Math.min(end, layout.lengthOf(piece));
    }

    /**
     * After an orderly end a file that is not as it was may be another one, and have what we never had: the right folder was
     * named at last, or somebody copied data there. After a kill it is most likely ours, and only what was known is in doubt.
     */
    private void doubt(JournalState state, TorrentFile file) {
        boolean mayHaveMore = state.closingStamps().isPresent();
        for (int piece = firstPiece(file); piece <= lastPiece(file); piece++) {
            state.partials().remove(piece);
            if (mayHaveMore || state.have().has(piece)) {
                state.doubt(piece);
            }
        }
    }

    private void forgetAbsent(JournalState state) {
        Bitfield present = PresentPieces.of(metainfo, found);
        for (int piece = present.nextClear(0); piece >= 0; piece = present.nextClear(piece + 1)) {
            if (state.have().has(piece) || state.doubtful().has(piece)) {
                state.forget(piece);
            }
        }
    }

    private int firstPiece(TorrentFile file) {
        return layout.pieceAt(file.offset());
    }

    private int lastPiece(TorrentFile file) {
        return layout.pieceAt(file.end() - 1);
    }
}
