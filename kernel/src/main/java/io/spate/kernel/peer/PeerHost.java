package io.spate.kernel.peer;

import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.policy.TorrentPicker;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What a connection needs of its torrent, and tells it. Confined to the torrent's loop. */
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

    RateLimit downloadLimit();

    RateLimit uploadLimit();

    PeerSettings limits();

    /** Name and version, for the extended handshake. */
    String userAgent();

    /** The port on which we accept peers, or 0. */
    int listenPort();

    /** The extended protocols that are open for the torrent. */
    List<OpenProtocol> protocols();

    /** The message hooks that are open for the torrent. */
    List<OpenHook> hooks();

    /** What plugins add to every extended handshake of ours, by key. */
    Map<String, BencodeValue> handshakeKeys();

    /** Whether all that is wanted is there: nobody is asked for anything. */
    boolean isUploadOnly();

    /** The peer became interested, or ceased to be. */
    void onInterest(PeerConnection peer);

    /** The peer told for the first time, or anew, how much it has. */
    void onPieces(PeerConnection peer);

    /** The peer's extended handshake came, for the first time or again. */
    void onIntroduced(PeerConnection peer, ExtensionHandshake handshake);

    void onDownloaded(int bytes);

    void onUploaded(long bytes);

    void onWasted(int bytes);

    /** A block could not be read. */
    void onReadFailed(PeerConnection peer, String reason);

    /** The connection has ended; called once. */
    void onClosed(PeerConnection peer, CloseReason reason);
}
