package io.spate.kernel.metainfo;

import io.spate.api.InfoHash;
import io.spate.api.PieceLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Hashes pieces of a content that is placed; each thread has one of its own, with a buffer that holds no whole piece. */
final class PieceHasher {
    /** What all hashers fill together, each at the places of its pieces. */
    record Hashes(byte[] v1, byte[] v2) {
        static Hashes of(PieceLayout layout, TorrentVersion version) {
            return new Hashes(
                    new byte[version.hasV1() ? layout.pieceCount() * InfoHash.V1_LENGTH : 0],
                    new byte[version.hasV2() ? layout.pieceCount() * HashTree.HASH_LENGTH : 0]);
        }
    }

    private static final int CHUNK = 1 << 20;
    private static final int BLOCK = PieceLayout.BLOCK_LENGTH;

    private final PlacedContent content;
    private final TorrentContent.Reader reader;
    private final TorrentVersion version;
    private final Hashes hashes;
    private final LongConsumer hashed;
    private final MessageDigest sha1 = HashTree.digest("SHA-1");
    private final MessageDigest sha256 = HashTree.digest("SHA-256");
    private final HashTree tree = new HashTree();
    private final ByteBuffer chunk;
    private final byte[] leaves;

    /** @param hashed is told the number of bytes after each part of a piece */
    PieceHasher(
            PlacedContent content,
            TorrentContent.Reader reader,
            TorrentVersion version,
            Hashes hashes,
            LongConsumer hashed) {
        this.content = content;
        this.reader = reader;
        this.version = version;
        this.hashes = hashes;
        this.hashed = hashed;
        int pieceLength = content.layout().pieceLength();
        this.chunk = ByteBuffer.allocate(Math.min(CHUNK, pieceLength));
        this.leaves = new byte[version.hasV2() ? pieceLength / BLOCK * HashTree.HASH_LENGTH : 0];
    }

    void hash(int piece) throws IOException {
        PieceLayout layout = content.layout();
        long begin = layout.offsetOf(piece);
        int length = layout.lengthOf(piece);
        PlacedContent.Place file = content.at(piece);
        int dataLength = version.hasV2() ? (int) Math.min(length, file.end() - begin) : 0;
        for (int done = 0; done < length; done += chunk.limit()) {
            chunk.clear().limit(Math.min(chunk.capacity(), length - done));
            content.read(reader, begin + done, chunk);
            if (version.hasV1()) {
                sha1.update(chunk.array(), 0, chunk.limit());
            }
            hashBlocks(done, Math.min(chunk.limit(), dataLength - done));
            hashed.accept(chunk.limit());
        }
        if (version.hasV1()) {
            System.arraycopy(sha1.digest(), 0, hashes.v1(), piece * InfoHash.V1_LENGTH, InfoHash.V1_LENGTH);
        }
        if (version.hasV2()) {
            byte[] root = root(dataLength, file.file().length());
            System.arraycopy(root, 0, hashes.v2(), piece * HashTree.HASH_LENGTH, HashTree.HASH_LENGTH);
        }
    }

    /** @param offset of the chunk in the piece @param length of the file's bytes in it; the last block is hashed short */
    private void hashBlocks(int offset, int length) {
        for (int at = 0; at < length; at += BLOCK) {
            sha256.update(chunk.array(), at, Math.min(BLOCK, length - at));
            System.arraycopy(
                    sha256.digest(), 0, leaves, (offset + at) / BLOCK * HashTree.HASH_LENGTH, HashTree.HASH_LENGTH);
        }
    }

    /** In files longer than a piece the last piece counts as whole; shorter files are no deeper than they need be. */
    private byte[] root(int dataLength, long fileLength) {
        int pieceLength = content.layout().pieceLength();
        int blocks = (dataLength + BLOCK - 1) / BLOCK;
        int atLeast = fileLength > pieceLength ? HashTree.pieceLayer(pieceLength) : 0;
        return tree.root(leaves, blocks * HashTree.HASH_LENGTH, 0, atLeast);
    }
}
