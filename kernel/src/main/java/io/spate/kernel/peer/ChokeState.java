package io.spate.kernel.peer;

/**
 * Who chokes whom, and who is interested in whom (BEP 3). Methods answer whether something changed, so that each change is
 * told once. Confined to the torrent's loop.
 */
final class ChokeState {
    private boolean amChoking = true;
    private boolean amInterested;
    private boolean peerChoking = true;
    private boolean peerInterested;
    private long unchokedNanos;
    private long sentSinceUnchoke;

    boolean amChoking() {
        return amChoking;
    }

    boolean amInterested() {
        return amInterested;
    }

    boolean isPeerChoking() {
        return peerChoking;
    }

    boolean isPeerInterested() {
        return peerInterested;
    }

    /** When we unchoked the peer last. */
    long unchokedNanos() {
        return unchokedNanos;
    }

    /** Bytes of payload sent since then. */
    long sentSinceUnchoke() {
        return sentSinceUnchoke;
    }

    void onSent(long bytes) {
        sentSinceUnchoke += bytes;
    }

    boolean choke() {
        boolean changes = !amChoking;
        amChoking = true;
        return changes;
    }

    boolean unchoke(long nowNanos) {
        if (!amChoking) {
            return false;
        }
        amChoking = false;
        unchokedNanos = nowNanos;
        sentSinceUnchoke = 0;
        return true;
    }

    boolean interested(boolean now) {
        boolean changes = amInterested != now;
        amInterested = now;
        return changes;
    }

    boolean peerChoking(boolean now) {
        boolean changes = peerChoking != now;
        peerChoking = now;
        return changes;
    }

    boolean peerInterested(boolean now) {
        boolean changes = peerInterested != now;
        peerInterested = now;
        return changes;
    }
}
