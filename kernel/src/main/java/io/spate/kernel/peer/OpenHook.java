package io.spate.kernel.peer;

import io.spate.api.peer.PeerMessageHook;
import io.spate.kernel.extension.Guard;

/**
 * A message hook that is open for a torrent.
 *
 * @param guard that stands before all calls
 */
public record OpenHook(Guard guard, PeerMessageHook.TorrentHook hook) {}
