package io.spate.kernel.resume;

import java.util.BitSet;

/**
 * The blocks of an unfinished piece that are in storage.
 *
 * @param blocks never empty
 */
record PartialBlocks(BitSet blocks, Durability durability) {
    PartialBlocks with(Durability changed) {
        return new PartialBlocks(blocks, changed);
    }
}
