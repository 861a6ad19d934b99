package io.spate.plugin.webseed;

import io.spate.api.blocks.BlockRange;
import java.util.List;

/** How a range of a torrent is asked of one server. */
interface SeedLayout {
    /** In their order; together as long as the range. */
    List<Slice> slices(BlockRange range);
}
