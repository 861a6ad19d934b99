package io.spate.api;

import java.util.Optional;

/**
 * What a torrent is known by: a version 1 info-hash, a version 2 info-hash, or both (a hybrid torrent, BEP 52).
 *
 * @param v1 20 bytes, if the torrent has a version 1 part
 * @param v2 32 bytes, if the torrent has a version 2 part
 */
public record InfoHashes(Optional<InfoHash> v1, Optional<InfoHash> v2) {
    public InfoHashes {
        if (v1.isEmpty() && v2.isEmpty()) {
            throw new IllegalArgumentException("a torrent has at least one info-hash");
        }
        if (v1.filter(InfoHash::isV2).isPresent()
                || v2.filter(hash -> !hash.isV2()).isPresent()) {
            throw new IllegalArgumentException("info-hash of the wrong version: v1 " + v1 + ", v2 " + v2);
        }
    }

    public static InfoHashes v1(InfoHash hash) {
        return new InfoHashes(Optional.of(hash), Optional.empty());
    }

    public static InfoHashes v2(InfoHash hash) {
        return new InfoHashes(Optional.empty(), Optional.of(hash));
    }

    public boolean isHybrid() {
        return v1.isPresent() && v2.isPresent();
    }

    /** The version 1 hash if there is one, else the version 2 hash: the torrent's name in file names, alerts and logs. */
    public InfoHash best() {
        return v1.or(() -> v2).orElseThrow();
    }

    /** Whether a 20-byte hash from a handshake or a tracker means this torrent. */
    public boolean matches(InfoHash wire) {
        return v1.filter(wire::equals).isPresent()
                || v2.filter(hash -> hash.truncated().equals(wire)).isPresent();
    }

    /** Whether an info dictionary, byte for byte, is this torrent's: it must match every hash that is known. */
    public boolean matchesInfo(byte[] info) {
        return v1.filter(hash -> !hash.equals(InfoHash.v1Of(info))).isEmpty()
                && v2.filter(hash -> !hash.equals(InfoHash.v2Of(info))).isEmpty();
    }

    @Override
    public String toString() {
        return best().toHex();
    }
}
