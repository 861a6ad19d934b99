package io.spate.api.dht;

import io.spate.api.InfoHash;

/**
 * What became of a store.
 *
 * @param target what the item is found under
 * @param nodes that took it; 0 if nobody did
 * @param refused how many nodes did not, for they have a newer version, or another than {@code cas} says
 */
public record Stored(InfoHash target, int nodes, int refused) {}
