package io.spate.plugin.webseed;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes what servers are asked. */
final class Requests {
    private final String userAgent;

    Requests(String userAgent) {
        this.userAgent = userAgent.replaceAll("\\p{Cntrl}", " ");
    }

    /** @param ranged whether to ask for a range only */
    ByteBuf of(Slice slice, boolean ranged) {
        Resource resource = slice.resource().orElseThrow();
        SeedUrl url = resource.location();
        StringBuilder text = new StringBuilder()
                .append("GET ")
                .append(url.target(slice.parameters()))
                .append(" HTTP/1.1\r\n");
        add("Host", url.authority(), text);
        add("User-Agent", userAgent, text);
        add("Accept-Encoding", "identity", text);
        if (ranged && slice.isRanged()) {
            add("Range", slice.range(), text);
        }
        Optional<String> authorization = (resource.isAtHome() ? resource.home() : url).authorization();
        authorization.ifPresent(value -> add("Authorization", value, text));
        return Unpooled.copiedBuffer(text.append("\r\n"), StandardCharsets.US_ASCII);
    }

    private static void add(String name, String value, StringBuilder text) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
