package io.spate.api.blocks;

import io.spate.api.Bitfield;
import io.spate.api.Loop;

/** Takes what a source delivers for one torrent. To be used on the torrent's loop. */
public interface BlockSink {
    /** The torrent's loop. Whatever arrives on another thread is passed to it. */
    Loop loop();

    /**
     * Opens a way for bytes to come, such as a connection to a server: on each they come in the order in which they were booked.
     *
     * @param server whom to name if the data is wrong, for people: a host, or a URL
     * @param pieces what it has; copied
     */
    BlockSupply supply(String server, Bitfield pieces, BlockSupply.Receiver receiver);
}
