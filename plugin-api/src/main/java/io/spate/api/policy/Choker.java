package io.spate.api.policy;

import io.spate.api.PieceLayout;
import java.util.random.RandomGenerator;
import org.pf4j.ExtensionPoint;

/** Decides whom we serve. One instance serves the session; the one that torrents use is named in the settings. */
public interface Choker extends ExtensionPoint {
    /** Unique among loaded chokers, lower case; it appears in settings. */
    String name();

    /**
     * Called on the torrent's loop when the torrent starts to connect; must not block.
     *
     * @param random the choker's own, so that it can be repeated in tests
     */
    TorrentChoker open(PieceLayout layout, RandomGenerator random);
}
