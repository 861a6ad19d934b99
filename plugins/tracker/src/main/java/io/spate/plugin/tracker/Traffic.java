package io.spate.plugin.tracker;

import io.spate.api.session.TorrentStatus;

/**
 * The numbers of an announce, in bytes of payload.
 *
 * @param left missing of the whole torrent, wanted or not
 * @param corrupt discarded after a failed hash
 * @param redundant received twice or unasked
 */
record Traffic(long uploaded, long downloaded, long left, long corrupt, long redundant) {
    /** What libtorrent tells while the size is not known: more than nothing, so that we are not taken for a seed. */
    private static final long UNKNOWN_LEFT = 16 * 1024;

    static Traffic of(TorrentStatus status) {
        long left = status.pieceCount() == 0 ? UNKNOWN_LEFT : status.left();
        return new Traffic(status.uploaded(), status.downloaded(), left, status.corrupt(), status.wasted());
    }

    /** What went through since {@code start}: trackers count from {@code started} on. */
    Traffic since(Traffic start) {
        return new Traffic(
                Math.max(0, uploaded - start.uploaded),
                Math.max(0, downloaded - start.downloaded),
                left,
                Math.max(0, corrupt - start.corrupt),
                Math.max(0, redundant - start.redundant));
    }

    /** For {@code completed}: the status may be a moment older than the event. */
    Traffic withNothingLeft() {
        return new Traffic(uploaded, downloaded, 0, corrupt, redundant);
    }
}
