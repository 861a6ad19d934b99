package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.check.PieceVerifier;
import io.spate.kernel.download.PieceLog;
import io.vertx.core.Future;
import java.util.BitSet;
import java.util.Map;
import java.util.function.LongConsumer;

/** What is on disk of one torrent: its bytes, and the record of what is verified. Methods return at once. */
public interface TorrentData {
    TorrentStorage storage();

    PieceVerifier verifier();

    PieceLog log();

    /** Pieces that the record vouches for. A copy. */
    Bitfield vouched();

    /** Pieces that must be compared with their hashes before they are trusted. A copy. */
    Bitfield doubtful();

    /** Pieces of which some blocks are there, with those blocks. */
    Map<Integer, BitSet> unfinished();

    /**
     * Compares pieces with their hashes, and records which are right and which are not.
     *
     * @param progress gets the bytes compared so far, on disk threads
     * @return those of the pieces that are right; completes on a disk thread
     */
    Future<Bitfield> compare(Bitfield pieces, LongConsumer progress);

    /** Makes the next call of {@link #compare} end early. */
    void stopComparing();

    /** Creates files and directories. Completes on a disk thread. */
    Future<Void> prepare();

    /** Makes what was verified so far survive a power loss. Completes on a disk thread; never fails. */
    Future<Void> sync();

    /** Records a clean end, and releases files. Nothing else may be running. Completes on a disk thread. */
    Future<Void> close();
}
