package io.spate.api.policy;

import io.spate.api.PieceLayout;
import java.util.random.RandomGenerator;
import org.pf4j.ExtensionPoint;

/**
 * Decides in which order pieces are started. One instance serves the session; the one that torrents use is named in the
 * settings. What has been begun is the kernel's affair: blocks, partial pieces, end game.
 */
public interface PiecePicker extends ExtensionPoint {
    /** Unique among loaded pickers, lower case; it appears in settings. */
    String name();

    /**
     * Called on the torrent's loop when a download begins; must not block.
     *
     * @param random the picker's own, so that it can be repeated in tests
     */
    TorrentPicker open(PieceLayout layout, RandomGenerator random);
}
