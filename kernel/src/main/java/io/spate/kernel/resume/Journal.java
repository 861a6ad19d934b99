package io.spate.kernel.resume;

import io.spate.api.Bitfield;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.download.PieceLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a torrent's data, in a file that is only appended to. A record is written after the data that it speaks
 * of was handed to storage; when the method that writes it returns, it has been handed to the system. So the end of the
 * process at any moment loses nothing, and claims nothing that is not there. A power loss may take what {@link #sync} did
 * not cover yet: those pieces are compared with their hashes again.
 *
 * <p>Methods block, run on disk threads, and are safe for threads. One that fails has changed nothing and may be called
 * again. While nothing is recorded, the file is neither written to nor kept open.
 */
public final class Journal implements PieceLog {
    /** A journal is written anew when it is at least so long, and this many times as long as it would then be. */
    private static final long WORTH_REWRITING = 64 * 1024;

    private static final int GROWTH = 4;

    private final Path path;
    private final TorrentIdentity torrent;
    private final BootId boot;
    private final Object syncing = new Object(); // taken before this

    // Guarded by this
    private final JournalState state;
    private Optional<JournalFile> file = Optional.empty();
    private long end;
    private boolean isOpened; // whether the file says which run of the system its next records are of
    private boolean isClosed;

    /** @param end where the next record goes; a new file is needed if it is 0 */
    Journal(Path path, TorrentIdentity torrent, BootId boot, JournalState state, long end) throws IOException {
        this.path = path;
        this.torrent = torrent;
        this.boot = boot;
        this.state = state;
        this.end = end;
        if (end == 0 || isGrown()) {
            rewrite();
        }
    }

    @Override
    public void verified(int piece) throws IOException {
        append(RecordType.VERIFIED, Payload.ofPiece(check(piece)));
    }

    /** As {@link #verified(int)}, for many at once. */
    public void verified(Bitfield pieces) throws IOException {
        append(RecordType.HAVE, Payload.ofPieces(check(pieces)));
    }

    /** The piece is not there after all, or does not match its hash. If it was had, this survives a power loss, too. */
    public synchronized void unverified(int piece) throws IOException {
        boolean wasHad = state.have().has(check(piece));
        if (state.isKnown(piece)) {
            append(RecordType.UNVERIFIED, Payload.ofPiece(piece));
        }
        if (wasHad) {
            force(file.orElseThrow());
        }
    }

    /** The pieces must be compared with their hashes before they count again. This survives a power loss, too. */
    public synchronized void doubt(Bitfield pieces) throws IOException {
        if (check(pieces).hasAnyMissingIn(state.doubtful())) {
            append(RecordType.DOUBTFUL, Payload.ofPieces(pieces));
            force(file.orElseThrow());
        }
    }

    /**
     * Those blocks of an unfinished piece were handed to storage. To be called at least every 50 seconds while blocks are
     * written: data that is much newer than the last record looks as if somebody else had changed it.
     *
     * @param blocks all that are there; none if the piece was given up
     */
    @Override
    public void unfinished(int piece, BitSet blocks) throws IOException {
        append(RecordType.BLOCKS, Payload.ofBlocks(check(piece), blocks));
    }

    /** Makes all that was recorded up to now survive a power loss: first the data, then the records. */
    public void sync(TorrentStorage storage) throws IOException {
        synchronized (syncing) {
            JournalFile marked;
            synchronized (this) {
                if (isClosed || !state.hasUnsynced()) {
                    return;
                }
                append(RecordType.MARK, Payload.none());
                marked = file.orElseThrow();
            }
            storage.sync();
            append(RecordType.SYNCED, Payload.none());
            force(marked);
            rewriteIfGrown();
        }
    }

    /**
     * Ends in order, after the last write and, if there is time, a {@link #sync}. Records what the files are like, so that
     * the next start notices changes. Does nothing the second time.
     *
     * @param stamps of the storage
     */
    public void close(List<FileStamp> stamps) throws IOException {
        synchronized (syncing) {
            synchronized (this) {
                if (!isClosed && !state.closingStamps().equals(Optional.of(stamps))) {
                    rewriteIfGrown();
                    write(RecordType.STAMPS, Payload.ofStamps(stamps));
                    write(RecordType.CLOSED, Payload.none());
                }
                isClosed = true;
                closeFile();
            }
        }
    }

    private synchronized void append(RecordType type, ByteBuffer payload) throws IOException {
        if (isClosed) {
            throw new IOException("cannot write state " + path + ": it is closed");
        }
        if (!isOpened) {
            write(RecordType.OPENED, Payload.ofBoot(boot));
            isOpened = true;
        }
        write(type, payload);
    }

    private void write(RecordType type, ByteBuffer payload) throws IOException {
        if (!type.allows(payload.remaining(), torrent)) {
            throw new IllegalArgumentException(type + ": " + payload.remaining() + " bytes, of " + torrent);
        }
        try {
            if (file.isEmpty()) {
                file = Optional.of(JournalFile.open(path, end));
            }
            file.get().append(type, payload);
            end = file.get().length();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        state.apply(type, payload);
    }

    private void force(JournalFile written) throws IOException {
        try {
            written.force();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private synchronized void rewriteIfGrown() throws IOException {
        if (isGrown()) {
            rewrite();
        }
    }

    private boolean isGrown() throws IOException {
        if (end < WORTH_REWRITING) {
            return false;
        }
        long[] shortest = {TorrentIdentity.HEADER_LENGTH};
        state.writeTo((type, payload) -> shortest[0] += JournalFile.lengthOf(payload));
        return end > GROWTH * shortest[0];
    }

    /** Puts the shortest journal that says the same in the place of this one: at no moment is there none. */
    private void rewrite() throws IOException {
        closeFile(); // before, as some systems do not replace a file that is open
        try {
            end = DurableFiles.replace(path, this::writeAnew);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private long writeAnew(Path temporary) throws IOException {
        try (JournalFile anew = JournalFile.create(temporary, torrent)) {
            state.writeTo(anew::append);
            anew.force();
            return anew.length();
        }
    }

    private void closeFile() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            file = Optional.empty();
        }
    }

    private IOException cannotWrite(IOException cause) {
        return new IOException("cannot write state " + path + ": " + cause.getMessage(), cause);
    }

    private int check(int piece) {
        if (!torrent.layout().hasPiece(piece)) {
            throw new IndexOutOfBoundsException(
                    "piece: " + piece + " (expected: 0.." + (torrent.layout().pieceCount() - 1) + ")");
        }
        return piece;
    }

    private Bitfield check(Bitfield pieces) {
        if (pieces.size() != torrent.layout().pieceCount()) {
            throw new IllegalArgumentException("pieces: " + pieces.size() + " (expected: "
                    + torrent.layout().pieceCount() + ")");
        }
        return pieces;
    }
}
