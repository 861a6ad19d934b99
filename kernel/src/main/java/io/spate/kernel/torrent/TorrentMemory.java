package io.spate.kernel.torrent;

import io.spate.api.session.AddTorrent;
import io.spate.kernel.resume.Transferred;

/** How one torrent stands, for the sessions to come. */
public interface TorrentMemory {
    /** Of a session that remembers nothing. */
    TorrentMemory NONE = new TorrentMemory() {
        @Override
        public boolean remembers() {
            return false;
        }

        @Override
        public Transferred before() {
            return Transferred.NOTHING;
        }

        @Override
        public void keep(AddTorrent now, Transferred total) {}
    };

    /** Whether anything is kept at all. */
    default boolean remembers() {
        return true;
    }

    /** What went through in the sessions before this one. */
    Transferred before();

    /** Whether it is remembered already as it is added, with what went {@link #before}. */
    default boolean isKept() {
        return false;
    }

    /**
     * Remembers the torrent as it is. Called on its loop whenever that has changed, about once a minute at most where only
     * bytes went through; returns at once.
     *
     * @param now how it would be added to be as it is
     * @param total what went through up to now, in the sessions before, too
     */
    void keep(AddTorrent now, Transferred total);
}
