/** Blocks from elsewhere than peers: {@link io.spate.api.blocks.BlockSource}. */
package io.spate.api.blocks;
