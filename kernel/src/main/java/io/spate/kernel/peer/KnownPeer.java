package io.spate.kernel.peer;

import io.spate.api.PeerAddress;

/** An address that somebody told us of. Confined to the torrent's loop. */
final class KnownPeer {
    final PeerAddress address;
    String source;
    int failures;
    long nextTryNanos;
    boolean busy;
    boolean banned;
    /** It is ourselves, or has nothing for us while we have nothing for it. */
    boolean useless;

    KnownPeer(PeerAddress address, String source, long now) {
        this.address = address;
        this.source = source;
        this.nextTryNanos = now;
    }

    boolean isReady(long now, int maxFailures) {
        return !busy && !banned && !useless && failures < maxFailures && nextTryNanos - now <= 0;
    }
}
