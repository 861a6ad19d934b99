package io.spate.kernel.check;

import io.spate.api.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Pieces of version 1 and hybrid torrents: SHA-1 over each, padding included (BEP 3). */
public final class Sha1Verifier implements PieceVerifier {
    private final Metainfo metainfo;

    /** @param metainfo with version 1 hashes */
    public Sha1Verifier(Metainfo metainfo) {
        if (!metainfo.hasV1Hashes()) {
            throw new IllegalArgumentException(metainfo + " (expected: version 1 hashes)");
        }
        this.metainfo = metainfo;
    }

    @Override
    public PieceHasher newHasher() {
        return new Hasher(metainfo, sha1());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static final class Hasher implements PieceHasher {
        private final Metainfo metainfo;
        private final MessageDigest digest;
        private int piece;

        Hasher(Metainfo metainfo, MessageDigest digest) {
            this.metainfo = metainfo;
            this.digest = digest;
        }

        @Override
        public void begin(int next) {
            piece = next;
            digest.reset();
        }

        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes);
        }

        @Override
        public boolean matches() {
            return metainfo.matchesV1(piece, digest.digest());
        }
    }
}
