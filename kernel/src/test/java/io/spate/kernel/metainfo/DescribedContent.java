package io.spate.kernel.metainfo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Files whose bytes are told by a name, as the vectors do, and made up as they are read. */
final class DescribedContent implements TorrentContent {
    private final String name;
    private final boolean singleFile;
    private final List<File> files = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();

    DescribedContent(String name, boolean singleFile) {
        this.name = name;
        this.singleFile = singleFile;
    }

    static DescribedContent of(JsonNode vector) {
        DescribedContent content = new DescribedContent(
                vector.required("torrent_name").asText(),
                vector.required("single_file").asBoolean());
        for (JsonNode file : vector.required("files")) {
            List<String> path = new ArrayList<>();
            file.required("path").forEach(element -> path.add(element.asText()));
            content.with(
                    file.required("content").asText(), file.required("length").asLong(), path.toArray(String[]::new));
        }
        return content;
    }

    DescribedContent with(String kind, long length, String... path) {
        files.add(new File(List.of(path), length));
        kinds.add(kind);
        return this;
    }

    /** {@code zero}, {@code ff}, {@code ramp} or {@code mix}. */
    static byte[] bytes(String kind, int length) {
        IntUnaryOperator at = byteOf(kind);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) at.applyAsInt(i);
        }
        return bytes;
    }

    private static IntUnaryOperator byteOf(String kind) {
        return switch (kind) {
            case "zero" -> i -> 0;
            case "ff" -> i -> 0xff;
            case "ramp" -> i -> i;
            case "mix" -> i -> i * 31 + (i >> 8) * 17 + (i >> 16) * 7 + 3;
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isSingleFile() {
        return singleFile;
    }

    @Override
    public List<File> files() {
        return files;
    }

    @Override
    public Reader open() {
        return new Reader() {
            @Override
            public void read(int file, long offset, ByteBuffer into) {
                IntUnaryOperator at = byteOf(kinds.get(file));
                for (int i = (int) offset; into.hasRemaining(); i++) {
                    into.put((byte) at.applyAsInt(i));
                }
            }

            @Override
            public void close() {}
        };
    }
}
