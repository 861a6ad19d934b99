package io.spate.kernel.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.spate.api.bencode.BencodeFault;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.kernel.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reads torrents of many origins, and compares with what is known of them. */
class TorrentVectorsTest {
    @TestFactory
    Stream<DynamicTest> readsOurOwnTorrents() {
        return Torrents.expected().stream().map(entry -> test(entry, Vectors.content("torrents/" + entry.getKey())));
    }

    @TestFactory
    Stream<DynamicTest> readsOtherProjectsTorrents() throws IOException {
        Optional<Path> folder = Vectors.folder().map(vectors -> vectors.resolve("torrents"));
        if (folder.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest(
                    "skipped",
                    () -> assumeTrue(false, "skipped: -Dspate.vectors names no folder with other projects' torrents")));
        }
        JsonNode expected = new ObjectMapper()
                .readTree(folder.get().resolve("expected.json").toFile())
                .required("torrents");
        assertThat(expected).hasSizeGreaterThan(180);
        return expected.properties().stream().map(entry -> test(entry, content(folder.get(), entry.getKey())));
    }

    private static byte[] content(Path folder, String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DynamicTest test(Map.Entry<String, JsonNode> entry, byte[] file) {
        return DynamicTest.dynamicTest(entry.getKey(), () -> check(file, entry.getValue()));
    }

    private static void check(byte[] file, JsonNode expected) {
        MetainfoReader reader = new MetainfoReader(PathRules.POSIX);
        if (expected.required("result").asText().equals("error")) {
            checkError(reader, file, expected.required("error").asText());
            return;
        }
        Metainfo metainfo = reader.read(file);
        checkPieces(metainfo, expected);
        checkInfo(metainfo, file, expected);
        checkFiles(metainfo, expected.required("files"));
        checkOuterFacts(metainfo, expected);
        for (PathRules rules : PathRules.values()) {
            assertThatCode(() -> new MetainfoReader(rules).read(file)).doesNotThrowAnyException();
        }
    }

    private static void checkError(MetainfoReader reader, byte[] file, String label) {
        SpateException thrown = catchThrowableOfType(SpateException.class, () -> reader.read(file));
        assertThat(thrown).as("refusal").isNotNull();
        boolean bencode = label.startsWith("bencode_");
        assertThat(thrown.code()).isEqualTo(bencode ? ErrorCode.BAD_BENCODE : ErrorCode.BAD_TORRENT);
        assertThat(thrown.getMessage().split("[ :]")[0])
                .as(thrown.getMessage())
                .isEqualTo(bencode ? label.substring("bencode_".length()) : label);
    }

    private static void checkInfo(Metainfo metainfo, byte[] file, JsonNode expected) {
        assertThat(metainfo.infoHashes().v1().map(InfoHash::toHex)).isEqualTo(text(expected, "info_hash_v1_hex"));
        assertThat(metainfo.infoHashes().v2().map(InfoHash::toHex)).isEqualTo(text(expected, "info_hash_v2_hex"));
        int offset = expected.required("info_offset").asInt();
        int size = expected.required("info_size").asInt();
        byte[] info = new byte[metainfo.info().remaining()];
        metainfo.info().get(info);
        assertThat(info).isEqualTo(Arrays.copyOfRange(file, offset, offset + size));
        assertThat(metainfo.name()).isEqualTo(expected.required("name").asText());
        assertThat(metainfo.isPrivate()).isEqualTo(expected.required("private").asBoolean());
        assertThat(metainfo.nonCanonical())
                .extracting(BencodeFault::label)
                .containsExactlyElementsOf(texts(expected.path("non_canonical")));
    }

    private static void checkPieces(Metainfo metainfo, JsonNode expected) {
        assertThat(metainfo.layout().pieceLength())
                .isEqualTo(expected.required("piece_length").asInt());
        assertThat(metainfo.layout().pieceCount())
                .isEqualTo(expected.required("num_pieces").asInt());
        long end = metainfo.files().stream()
                .filter(file -> file.length() > 0)
                .mapToLong(TorrentFile::end)
                .max()
                .orElse(0);
        assertThat(end).isEqualTo(expected.required("total_length").asLong());
        assertThat(metainfo.layout().totalLength()).isGreaterThanOrEqualTo(end);
        assertThat(metainfo.contentLength())
                .isEqualTo(expected.required("content_length").asLong());
        assertThat(metainfo.pieceLayers())
                .hasSize(expected.path("piece_layers_given").asInt());
        assertThat(metainfo.missingPieceLayers())
                .hasSize(expected.path("piece_layers_missing").asInt());
    }

    private static void checkFiles(Metainfo metainfo, JsonNode expected) {
        assertThat(metainfo.files()).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            TorrentFile file = metainfo.files().get(i);
            JsonNode wanted = expected.get(i);
            String path = wanted.required("path").asText();
            assertThat(file.pathText()).isEqualTo(wanted.path("renamed_to").asText(path));
            assertThat(file.renamedFrom().map(from -> String.join("/", from)))
                    .isEqualTo(text(wanted, "renamed_to").map(to -> path));
            assertThat(file.length()).isEqualTo(wanted.required("length").asLong());
            assertThat(file.offset()).isEqualTo(wanted.required("offset").asLong());
            assertThat(file.isPad()).isEqualTo(wanted.path("pad").asBoolean());
            assertThat(file.isExecutable()).isEqualTo(wanted.path("executable").asBoolean());
            assertThat(file.isHidden()).isEqualTo(wanted.path("hidden").asBoolean());
            assertThat(file.isSymlink()).isEqualTo(wanted.has("symlink_target"));
            // a link to itself stands for one that leads nowhere
            assertThat(file.symlinkTarget().map(target -> String.join("/", target)))
                    .isEqualTo(text(wanted, "symlink_target").filter(target -> !target.equals(path)));
            assertThat(file.piecesRoot().map(Object::toString)).isEqualTo(text(wanted, "pieces_root_hex"));
        }
    }

    private static void checkOuterFacts(Metainfo metainfo, JsonNode expected) {
        assertThat(metainfo.trackers()).isEqualTo(tiers(expected.required("trackers")));
        assertThat(metainfo.urlSeeds()).isEqualTo(texts(expected.required("url_seeds")));
        assertThat(metainfo.httpSeeds()).isEqualTo(texts(expected.required("http_seeds")));
        List<HostAndPort> nodes = new ArrayList<>();
        expected.required("dht_nodes")
                .forEach(node -> nodes.add(
                        new HostAndPort(node.get(0).asText(), node.get(1).asInt())));
        assertThat(metainfo.dhtNodes()).isEqualTo(nodes);
        assertThat(metainfo.creationDate().map(Instant::getEpochSecond).map(String::valueOf))
                .isEqualTo(text(expected, "creation_date"));
        assertThat(metainfo.comment()).isEqualTo(text(expected, "comment"));
        assertThat(metainfo.createdBy()).isEqualTo(text(expected, "created_by"));
        assertThat(metainfo.similar())
                .extracting(InfoHash::toHex)
                .containsExactlyElementsOf(texts(expected.required("similar_hex")));
        assertThat(metainfo.collections()).isEqualTo(texts(expected.required("collections")));
    }

    /** The vectors number the tiers as they stand in the file; those without a usable tracker are no tiers here. */
    private static List<List<String>> tiers(JsonNode trackers) {
        TreeMap<Integer, List<String>> tiers = new TreeMap<>();
        trackers.forEach(
                tracker -> tiers.computeIfAbsent(tracker.required("tier").asInt(), tier -> new ArrayList<>())
                        .add(tracker.required("url").asText()));
        return List.copyOf(tiers.values());
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.get(field).asText()) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
