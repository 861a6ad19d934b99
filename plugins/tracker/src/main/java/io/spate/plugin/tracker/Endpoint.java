package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import java.net.StandardProtocolFamily;

/**
 * As what a tracker knows us: a tracker that we reach over both families, and a hybrid torrent with its two info-hashes, are
 * told each by itself (BEP 7, BEP 52).
 */
record Endpoint(InfoHash infoHash, StandardProtocolFamily family) {}
