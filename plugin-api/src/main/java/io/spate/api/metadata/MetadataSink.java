package io.spate.api.metadata;

import io.vertx.core.Future;

/** Takes the info dictionary that a source fetched, and says whether it is the right one. Safe from any thread. */
public interface MetadataSink {
    /**
     * Offers an info dictionary. It is compared with every info-hash that is known of the torrent, on another thread.
     *
     * @param info byte for byte as its author wrote it; kept, and not to be changed any more
     * @return whether it is the torrent's, so that the source can blame whoever sent another; completes on the torrent's loop,
     *     and fails with {@code STOPPED} if the fetch was closed before
     */
    Future<Boolean> offer(byte[] info);
}
