package io.spate.kernel.peer;

import io.spate.kernel.wire.Handshake;
import io.vertx.core.Future;

/**
 * A peer that is being dialled: by one way after the other, each over a link of its own, until one leads to a handshake. Confined
 * to the loop of the torrent. After {@link #next} either {@link #onReached} or {@link #onFailed} is called.
 */
public interface Dialling {
    /** Whether there is a way left. There is one at first; there is none once the peer was not reached at all. */
    boolean hasNext();

    /**
     * Goes the next way. Completes on the loop; fails, with a message for people, if it does not lead to a link.
     *
     * @param ours the handshake that we shall send, or that goes along with the dialling
     */
    Future<Dialled> next(Handshake ours);

    /** The handshake was done. */
    void onReached();

    /**
     * The way that was gone last led to nothing.
     *
     * @return why the peer was not reached, for people: by none of the ways that were gone
     */
    String onFailed(String reason);
}
