package io.spate.kernel.peer;

import io.spate.api.peer.ExtendedProtocol;
import io.spate.kernel.extension.Guard;

/**
 * An extended protocol that is open for a torrent.
 *
 * @param name in the dictionary {@code m} of the extended handshake
 * @param guard that stands before all calls
 */
public record OpenProtocol(String name, Guard guard, ExtendedProtocol.TorrentProtocol protocol) {}
