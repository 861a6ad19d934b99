package io.spate.plugin.encryption;

import io.spate.api.InfoHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What both ends know after the key agreement, and the hashes that MSE makes of it. */
final class SharedSecret {
    static final int HASH_LENGTH = 20;

    private final byte[] secret;

    /** @param secret 96 bytes; not copied */
    SharedSecret(byte[] secret) {
        this.secret = secret;
    }

    /** By which the one who dialled shows where its padding ends. */
    byte[] syncMark() {
        return hash("req1", secret);
    }

    /** A torrent's {@linkplain #keyOf key}, hidden; or one that was hidden, shown. */
    byte[] masked(byte[] torrentKey) {
        byte[] mask = hash("req3", secret);
        for (int i = 0; i < mask.length; i++) {
            mask[i] ^= torrentKey[i];
        }
        return mask;
    }

    /** What the one who dialled encrypts by. */
    Rc4 dialler(InfoHash torrent) {
        return Rc4.ofMse(hash("keyA", secret, torrent.toBytes()));
    }

    /** What the one who was dialled encrypts by. */
    Rc4 dialled(InfoHash torrent) {
        return Rc4.ofMse(hash("keyB", secret, torrent.toBytes()));
    }

    /** How a torrent is named. @param torrent 20 bytes */
    static byte[] keyOf(InfoHash torrent) {
        return hash("req2", torrent.toBytes());
    }

    private static byte[] hash(String word, byte[]... parts) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(word.getBytes(StandardCharsets.US_ASCII));
            for (byte[] part : parts) {
                sha1.update(part);
            }
            return sha1.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
