package io.spate.plugin.tracker;

import java.util.Optional;

/**
 * A swarm as its tracker counts it.
 *
 * @param complete seeds
 * @param incomplete leechers
 * @param downloaded how often the torrent was completed
 */
record SwarmNumbers(Optional<Integer> complete, Optional<Integer> incomplete, Optional<Integer> downloaded) {}
