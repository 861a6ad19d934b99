package io.spate.api.blocks;

/** What a source does for one torrent, until it is closed. Called on the torrent's loop; must not block. */
public interface TorrentBlocks {
    /**
     * There may be something to book that there was not before. Called after {@link BlockSource#open}, when more is wanted, when
     * others gave back what they had booked, and about once a second while anything is missing. A source that has nothing booked
     * and does not need to wait tries to book.
     */
    void onWork();

    /**
     * Ends it: the torrent pauses or stops, or the plugin does. Called once; all supplies are closed already, and what is
     * delivered to them later is thrown away.
     */
    void close();
}
