package io.spate.kernel.metainfo;

import com.fasterxml.jackson.databind.JsonNode;
import io.spate.kernel.Vectors;
import java.util.List;
import java.util.Map;

/** The torrents of our own among the vectors, and what a reader must find in them. */
final class Torrents {
    private Torrents() {}

    /** By names such as {@code own/own-bidi.torrent}. */
    static List<Map.Entry<String, JsonNode>> expected() {
        return List.copyOf(
                Vectors.json("torrents/expected.json").required("torrents").properties());
    }

    /** The files themselves. */
    static List<byte[]> own() {
        return expected().stream()
                .map(entry -> Vectors.content("torrents/" + entry.getKey()))
                .toList();
    }
}
