package io.spate.api.session;

import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.vertx.core.Future;
import java.util.List;

/**
 * A torrent of the session, to control. Safe from any thread; no call waits. Futures complete on the torrent's loop: do not
 * block in their handlers. Calls on a torrent that was removed fail with {@code STOPPED}, some at once.
 */
public interface TorrentHandle extends TorrentView {
    /** Completes when all that is wanted is verified and on disk; fails if the torrent fails or is removed before. */
    Future<Void> whenFinished();

    /** Completes when saved state was read and data was checked, so that the torrent serves what it has. */
    Future<Void> whenChecked();

    /** Disconnects its peers and stops; what is half done is saved. */
    Future<Void> pause();

    /** Goes on after {@link #pause} or after an error. */
    Future<Void> resume();

    /**
     * Compares all data on disk with the hashes again, and starts a torrent that was stopped. Completes when that has begun; who asks
     * {@link #whenChecked} or {@link #whenFinished} from then on waits for what comes of it.
     */
    Future<Void> recheck();

    /** Tells of a peer, which is tried before those that others found. */
    Future<Void> connect(PeerAddress peer);

    /**
     * Fails if there are not as many as files. While the metainfo is not known they are kept; if they turn out to be of another
     * number, the torrent fails.
     *
     * @param priorities one a file: 0 do not fetch, 1 lowest, 4 normal, 7 highest
     */
    Future<Void> prioritiseFiles(List<Integer> priorities);

    /** Whether pieces are fetched in their order, so that a file can be used while it arrives. */
    Future<Void> sequential(boolean on);

    /** Which pieces are verified, now. */
    Future<Bitfield> pieces();
}
