package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.api.encryption.LinkEncryption;
import java.util.Optional;

/**
 * What a tracker is told, whatever the protocol.
 *
 * @param infoHash 20 bytes; a version 2 hash is cut
 * @param port where peers reach us, 1..65535
 * @param key random, the same for every family: by it a tracker knows us again under another address
 * @param encryption which peers fit
 * @param trackerId what this tracker gave us to send back, one character a byte
 * @param ip what the user wants to be known as
 */
record AnnounceRequest(
        InfoHash infoHash,
        PeerId peerId,
        int port,
        Traffic traffic,
        int key,
        AnnounceEvent event,
        int numWant,
        LinkEncryption.Acceptance encryption,
        Optional<String> trackerId,
        Optional<String> ip) {
    AnnounceRequest {
        infoHash = infoHash.truncated();
    }
}
