package io.spate.kernel.peer;

import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import java.util.concurrent.Executor;

/** What the exchange of pieces with a peer needs of its torrent, and tells it. Confined to the torrent's loop. */
public interface PeerHost {
    Loop loop();

    PieceLayout layout();

    PieceDownloads downloads();

    TorrentPicker picker();

    TorrentStorage storage();

    /** Threads that may block, for reading blocks. */
    Executor disk();

    /** Memory for blocks on their way out, shared by the session. */
    BufferPool uploadMemory();

    RateLimit uploadLimit();

    PeerSettings limits();

    /** Whether all that is wanted is there: nobody is asked for anything. */
    boolean isUploadOnly();

    /** The peer became interested, or ceased to be. */
    void onInterest(PeerConnection peer);

    /** The peer told for the first time, or anew, how much it has, or that it wants no data. */
    void onPieces(PeerConnection peer);

    void onDownloaded(int bytes);

    void onUploaded(long bytes);

    void onWasted(int bytes);

    /** A block could not be read. */
    void onReadFailed(PeerConnection peer, String reason);
}
