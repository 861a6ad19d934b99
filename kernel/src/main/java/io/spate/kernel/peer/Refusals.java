package io.spate.kernel.peer;

/** Requests of a peer that are not served, and how many of them are too many. Confined to the torrent's loop. */
final class Refusals {
    /**
     * A peer that asks this often for what it may not have wants to keep us busy (libtorrent's number); besides the requests
     * that may have crossed our choke.
     */
    private static final int MAX_REFUSED = 300;

    private final PeerConnection peer;
    private final int mayHaveCrossed;
    private int refused;

    /** @param mayHaveCrossed requests that a peer may have sent before it knew better */
    Refusals(PeerConnection peer, int mayHaveCrossed) {
        this.peer = peer;
        this.mayHaveCrossed = mayHaveCrossed;
    }

    /** With the fast extension a wrong request is rejected; without it there is no answer but the close. */
    void refuse(int piece, int begin, int length, String what) {
        if (peer.isFast()) {
            reject(piece, begin, length);
        } else {
            peer.close(CloseReason.fault(what));
        }
    }

    /** The request would be right at another time. */
    void reject(int piece, int begin, int length) {
        peer.reject(piece, begin, length);
        if (++refused > MAX_REFUSED + mayHaveCrossed) {
            peer.close(CloseReason.fault("asked " + refused + " times for what it may not have"));
        }
    }

    /** We let it ask again. */
    void forgive() {
        refused = 0;
    }
}
