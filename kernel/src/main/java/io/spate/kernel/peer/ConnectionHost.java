package io.spate.kernel.peer;

import io.spate.api.Loop;
import io.spate.api.bencode.BencodeValue;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import java.util.List;
import java.util.Map;

/** What a connection needs of its swarm, whatever is exchanged over it, and tells it. Confined to the torrent's loop. */
public interface ConnectionHost {
    Loop loop();

    PeerSettings limits();

    RateLimit downloadLimit();

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

    /** The peer's extended handshake came, for the first time or again. */
    void onIntroduced(PeerConnection peer, ExtensionHandshake handshake);

    /** The connection has ended; called once. */
    void onClosed(PeerConnection peer, CloseReason reason);
}
