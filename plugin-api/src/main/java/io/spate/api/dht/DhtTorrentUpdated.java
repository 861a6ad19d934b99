package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;

/**
 * A publisher names another torrent under a key that is followed (BEP 46), or names one for the first time.
 *
 * @param magnet the link to the key that is followed, see {@link ItemKey#toMagnet}
 * @param infoHash of the torrent that is current now
 * @param seq of the version
 */
public record DhtTorrentUpdated(Instant at, String magnet, InfoHash infoHash, long seq) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.DHT;
    }

    @Override
    public String message() {
        return "torrent of " + magnet + " is now " + infoHash + " (version " + seq + ")";
    }
}
