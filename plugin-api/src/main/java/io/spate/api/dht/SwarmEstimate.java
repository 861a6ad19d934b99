package io.spate.api.dht;

/**
 * About how many peers a torrent has, by the Bloom filters of several nodes (BEP 33). Beyond some thousands the estimate is too
 * low.
 *
 * @param seeds that have everything
 * @param leechers that do not
 * @param nodes that told
 */
public record SwarmEstimate(int seeds, int leechers, int nodes) {}
