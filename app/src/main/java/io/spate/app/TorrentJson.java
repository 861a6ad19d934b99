package io.spate.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What a torrent or a magnet link says, as one JSON object on one line; ASCII, whatever the terminal's encoding. */
final class TorrentJson implements AutoCloseable {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    private TorrentJson() throws IOException {
        json = FACTORY.createGenerator(text);
    }

    static String of(Metainfo torrent) {
        try (TorrentJson writer = new TorrentJson()) {
            writer.write(torrent);
            return writer.text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String of(MagnetLink magnet) {
        try (TorrentJson writer = new TorrentJson()) {
            writer.write(magnet);
            return writer.text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Metainfo torrent) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", torrent.name());
        writeHashes(torrent.infoHashes());
        json.writeNumberField("contentLength", torrent.contentLength());
        json.writeNumberField("pieceLength", torrent.layout().pieceLength());
        json.writeNumberField("pieceCount", torrent.layout().pieceCount());
        json.writeBooleanField("private", torrent.isPrivate());
        if (torrent.creationDate().isPresent()) {
            json.writeStringField("creationDate", torrent.creationDate().get().toString());
        }
        if (torrent.createdBy().isPresent()) {
            json.writeStringField("createdBy", torrent.createdBy().get());
        }
        if (torrent.comment().isPresent()) {
            json.writeStringField("comment", torrent.comment().get());
        }
        json.writeArrayFieldStart("trackers");
        for (List<String> tier : torrent.trackers()) {
            writeTexts(tier);
        }
        json.writeEndArray();
        writeTexts("webSeeds", torrent.urlSeeds());
        writeTexts("httpSeeds", torrent.httpSeeds());
        writeTexts("dhtNodes", torrent.dhtNodes());
        writeTexts("similar", torrent.similar());
        writeTexts("collections", torrent.collections());
        json.writeStringField("magnet", MagnetLink.of(torrent).toUri());
        json.writeArrayFieldStart("files");
        for (TorrentFile file : torrent.files()) {
            write(file);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }

    private void write(TorrentFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.pathText());
        json.writeNumberField("length", file.length());
        json.writeNumberField("offset", file.offset());
        writeFlag("pad", file.isPad());
        writeFlag("executable", file.isExecutable());
        writeFlag("hidden", file.isHidden());
        if (file.symlinkTarget().isPresent()) {
            json.writeStringField(
                    "symlinkTarget", String.join("/", file.symlinkTarget().get()));
        }
        if (file.piecesRoot().isPresent()) {
            json.writeStringField("piecesRoot", file.piecesRoot().get().toString());
        }
        if (file.renamedFrom().isPresent()) {
            json.writeStringField(
                    "renamedFrom", String.join("/", file.renamedFrom().get()));
        }
        json.writeEndObject();
    }

    private void write(MagnetLink magnet) throws IOException {
        json.writeStartObject();
        if (magnet.name().isPresent()) {
            json.writeStringField("name", magnet.name().get());
        }
        writeHashes(magnet.infoHashes());
        json.writeArrayFieldStart("trackers");
        for (String url : magnet.trackers()) {
            writeTexts(List.of(url));
        }
        json.writeEndArray();
        writeTexts("webSeeds", magnet.webSeeds());
        writeTexts("peers", magnet.peers());
        writeTexts("dhtNodes", magnet.dhtNodes());
        json.writeArrayFieldStart("selectOnly");
        for (int number : magnet.selectOnly()) {
            json.writeNumber(number);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
    }

    private void writeHashes(InfoHashes hashes) throws IOException {
        if (hashes.v1().isPresent()) {
            json.writeStringField("infoHashV1", hashes.v1().map(InfoHash::toHex).get());
        }
        if (hashes.v2().isPresent()) {
            json.writeStringField("infoHashV2", hashes.v2().map(InfoHash::toHex).get());
        }
    }

    private void writeFlag(String name, boolean on) throws IOException {
        if (on) {
            json.writeBooleanField(name, true);
        }
    }

    private void writeTexts(String name, List<?> values) throws IOException {
        json.writeFieldName(name);
        writeTexts(values);
    }

    private void writeTexts(List<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            json.writeString(value.toString());
        }
        json.writeEndArray();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
