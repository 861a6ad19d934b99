package io.spate.benchmarks.swarm;

import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import io.spate.kernel.Spate;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * The content of a torrent that nobody stores: each piece is the same table of random bytes, begun at another place, so that it is
 * copied and compared at the speed of memory. Immutable.
 */
public final class GeneratedContent {
    private static final int TABLE_LENGTH = 1 << 20;
    /** Prime, so that no two of the first million pieces begin at the same place. */
    private static final int STEP = 8191;

    private final byte[] table = new byte[TABLE_LENGTH];
    private final PieceLayout layout;

    public GeneratedContent(long length, int pieceLength) {
        new SplittableRandom(length).nextBytes(table);
        this.layout = new PieceLayout(length, pieceLength);
    }

    /** A torrent of version 1 with one file of this content. */
    public Metainfo torrent() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("d4:infod6:lengthi" + layout.totalLength() + "e4:name9:generated12:piece lengthi"
                + layout.pieceLength() + "e6:pieces" + 20 * layout.pieceCount() + ":"));
        ByteBuffer piece = ByteBuffer.allocate(layout.pieceLength());
        for (int i = 0; i < layout.pieceCount(); i++) {
            piece.clear().limit(layout.lengthOf(i));
            read(i, 0, piece);
            bytes.writeBytes(sha1(piece.flip()));
        }
        bytes.writeBytes(ascii("ee"));
        return Spate.readTorrent(bytes.toByteArray(), "generated");
    }

    /** Fills the buffer with the bytes of that place. */
    public void read(int piece, int begin, ByteBuffer into) {
        int at = begin(piece, begin);
        while (into.hasRemaining()) {
            int count = Math.min(into.remaining(), TABLE_LENGTH - at);
            into.put(table, at, count);
            at = 0;
        }
    }

    /** Whether the buffer holds the bytes of that place; uses it up. */
    public boolean matches(int piece, int begin, ByteBuffer bytes) {
        int at = begin(piece, begin);
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), TABLE_LENGTH - at);
            if (!bytes.slice().limit(count).equals(ByteBuffer.wrap(table, at, count))) {
                return false;
            }
            bytes.position(bytes.position() + count);
            at = 0;
        }
        return true;
    }

    long length() {
        return layout.totalLength();
    }

    private static int begin(int piece, int begin) {
        return (int) (((long) piece * STEP + begin) % TABLE_LENGTH);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sha1(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
