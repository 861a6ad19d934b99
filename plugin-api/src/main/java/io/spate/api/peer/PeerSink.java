package io.spate.api.peer;

import io.spate.api.PeerAddress;
import java.util.Collection;

/** Takes the peers that a source found. Safe from any thread; what comes after the search was closed is dropped. */
public interface PeerSink {
    /** Duplicates, our own addresses and what is over the torrent's limit of known peers are dropped by the kernel. */
    void onFound(Collection<PeerAddress> peers);
}
