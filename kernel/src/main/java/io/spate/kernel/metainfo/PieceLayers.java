package io.spate.kernel.metainfo;

import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.PieceLayer;
import io.spate.api.metainfo.PiecesRoot;
import io.spate.api.metainfo.TorrentFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks {@code piece layers} (BEP 52): each must belong to a file longer than a piece, and hash to its root. */
final class PieceLayers {
    private final int pieceLength;
    private final HashTree tree = new HashTree();
    private final Map<PiecesRoot, Long> wanted = new HashMap<>(); // length of the file; files alike have one root
    private final Map<PiecesRoot, PieceLayer> found = new HashMap<>();

    private PieceLayers(int pieceLength) {
        this.pieceLength = pieceLength;
    }

    static Map<PiecesRoot, PieceLayer> read(BencodeDictionary layers, List<TorrentFile> files, int pieceLength) {
        PieceLayers reader = new PieceLayers(pieceLength);
        files.forEach(reader::want);
        layers.forEach(reader::read);
        return reader.found;
    }

    private void want(TorrentFile file) {
        if (file.length() > pieceLength && file.piecesRoot().isPresent()) {
            PiecesRoot root = file.piecesRoot().get();
            Long other = wanted.putIfAbsent(root, file.length());
            if (other != null && other != file.length()) {
                throw MetainfoFault.INVALID_PIECE_LAYER.error(
                        "files of " + other + " and " + file.length() + " bytes have the same pieces root " + root);
            }
        }
    }

    private void read(BencodeString key, BencodeValue value) {
        if (key.length() != PiecesRoot.LENGTH || !(value instanceof BencodeString hashes)) {
            throw MetainfoFault.INVALID_PIECE_LAYER.error(key + " is " + value + " (expected: 32 bytes, a string)");
        }
        PiecesRoot root = PiecesRoot.of(key.toBytes());
        Long length = wanted.remove(root);
        if (length == null) {
            throw MetainfoFault.INVALID_PIECE_LAYER.error("no file longer than a piece has the root " + root);
        }
        found.put(root, checked(root, hashes.toBytes(), (length - 1) / pieceLength + 1));
    }

    private PieceLayer checked(PiecesRoot root, byte[] hashes, long pieces) {
        if (hashes.length != pieces * HashTree.HASH_LENGTH) {
            throw MetainfoFault.INVALID_PIECE_LAYER.error("layer of " + root + ": " + hashes.length
                    + " bytes (expected: " + pieces * HashTree.HASH_LENGTH + ")");
        }
        byte[] actual = tree.root(hashes, hashes.length, HashTree.pieceLayer(pieceLength), 0);
        if (!Arrays.equals(actual, root.toBytes())) {
            throw MetainfoFault.INVALID_PIECE_LAYER.error("layer of " + root + " hashes to " + PiecesRoot.of(actual));
        }
        return PieceLayer.of(hashes);
    }
}
