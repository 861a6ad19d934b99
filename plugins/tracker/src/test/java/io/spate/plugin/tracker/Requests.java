package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import io.spate.api.PeerId;
import io.spate.api.encryption.LinkEncryption.Acceptance;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Announces to test with. */
final class Requests {
    static final InfoHash HASH = InfoHash.ofHex("0123456789abcdef0123456789abcdef01234567");
    static final PeerId PEER = PeerId.of("-SV0100-abcdefghijkl".getBytes(StandardCharsets.US_ASCII));

    private Requests() {}

    static AnnounceRequest of(AnnounceEvent event) {
        return of(event, Acceptance.PLAIN, Optional.empty(), Optional.empty());
    }

    static AnnounceRequest of(
            AnnounceEvent event, Acceptance encryption, Optional<String> trackerId, Optional<String> ip) {
        Traffic traffic = new Traffic(1, 2, 3, 4, 5);
        return new AnnounceRequest(HASH, PEER, 6881, traffic, 0xAB, event, 200, encryption, trackerId, ip);
    }
}
