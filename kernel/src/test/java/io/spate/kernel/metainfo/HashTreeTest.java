package io.spate.kernel.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.kernel.Vectors;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HashTreeTest {
    private static final int BLOCK = 16 * 1024;

    private final HashTree tree = new HashTree();

    @TestFactory
    Stream<DynamicTest> findsTheRootsAndLayersOfTheVectors() {
        return trees().stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.required("content").asText() + " "
                                + vector.required("length").asText(),
                        () -> check(vector)));
    }

    private static List<JsonNode> trees() {
        return Vectors.cases("merkle-v2.json").stream()
                .filter(vector -> vector.path("leaf_count").asInt() > 0)
                .toList();
    }

    private void check(JsonNode vector) {
        byte[] content = DescribedContent.bytes(
                vector.required("content").asText(), vector.required("length").asInt());
        byte[] leaves = leaves(content);
        byte[] root = Vectors.bytes(vector, "pieces_root_hex");
        assertThat(tree.root(leaves, leaves.length, 0, 0)).isEqualTo(root);
        for (JsonNode layer : vector.required("piece_layers")) {
            if (layer.hasNonNull("layer_hex")) {
                checkLayer(layer, leaves, root);
            }
        }
    }

    private void checkLayer(JsonNode expected, byte[] leaves, byte[] root) {
        int pieceLength = expected.required("piece_length").asInt();
        int leavesOfAPiece = pieceLength / BLOCK * HashTree.HASH_LENGTH;
        int height = HashTree.pieceLayer(pieceLength);
        StringBuilder hex = new StringBuilder();
        for (int from = 0; from < leaves.length; from += leavesOfAPiece) {
            byte[] piece = Arrays.copyOfRange(leaves, from, Math.min(leaves.length, from + leavesOfAPiece));
            hex.append(HexFormat.of().formatHex(tree.root(piece, piece.length, 0, height)));
        }
        byte[] layer = HexFormat.of().parseHex(hex);
        assertThat(layer).isEqualTo(layerOf(expected));
        assertThat(tree.root(layer, layer.length, height, 0)).isEqualTo(root);
    }

    private static byte[] layerOf(JsonNode expected) {
        JsonNode hex = expected.required("layer_hex");
        StringBuilder all = new StringBuilder(hex.isTextual() ? hex.asText() : "");
        hex.forEach(hash -> all.append(hash.asText()));
        return HexFormat.of().parseHex(all);
    }

    private static byte[] leaves(byte[] content) {
        byte[] leaves = new byte[(content.length + BLOCK - 1) / BLOCK * HashTree.HASH_LENGTH];
        for (int block = 0; block * BLOCK < content.length; block++) {
            byte[] bytes = Arrays.copyOfRange(content, block * BLOCK, Math.min(content.length, (block + 1) * BLOCK));
            byte[] hash = HashTree.digest("SHA-256").digest(bytes);
            System.arraycopy(hash, 0, leaves, block * HashTree.HASH_LENGTH, HashTree.HASH_LENGTH);
        }
        return leaves;
    }
}
