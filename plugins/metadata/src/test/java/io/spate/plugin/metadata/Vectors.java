package io.spate.plugin.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** The cases of {@code ut-metadata.json}. */
final class Vectors {
    /** Length, the id of extended messages, and the id that the receiver announced. */
    private static final int BEFORE_PAYLOAD = 6;

    private Vectors() {}

    static List<JsonNode> with(String key) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/ut-metadata.json")) {
            return StreamSupport.stream(
                            new ObjectMapper().readTree(in).path("cases").spliterator(), false)
                    .filter(vector -> vector.has(key))
                    .toList();
        }
    }

    static ByteBuf payload(JsonNode vector) {
        byte[] message = HexFormat.of().parseHex(vector.path("message_hex").asText());
        return Unpooled.wrappedBuffer(message, BEFORE_PAYLOAD, message.length - BEFORE_PAYLOAD);
    }
}
