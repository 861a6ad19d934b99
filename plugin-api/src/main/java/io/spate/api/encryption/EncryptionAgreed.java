package io.spate.api.encryption;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import java.time.Instant;
import java.util.Optional;

/**
 * The handshake of encryption with a peer is done; its own handshake follows.
 *
 * @param infoHash of 20 bytes, by which the two ends mean the torrent
 * @param incoming whether the peer dialled us
 * @param payload what follows: {@code rc4}, or {@code plaintext} if the handshake alone was encrypted
 */
public record EncryptionAgreed(Instant at, InfoHash infoHash, PeerAddress peer, boolean incoming, String payload)
        implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.PEER;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return "encryption with " + peer + ": " + payload;
    }
}
