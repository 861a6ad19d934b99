package io.spate.kernel.metainfo;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.PieceLayer;
import io.spate.api.metainfo.PiecesRoot;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes torrent files (BEP 3). Pure. */
public final class MetainfoWriter {
    private static final BencodeString INFO = BencodeValue.of("info");

    private final BencodeDictionary.Builder outer = BencodeDictionary.builder();

    MetainfoWriter() {}

    /** A torrent file of what is known; the info dictionary byte for byte as it came, so that the info-hash stays. */
    public static byte[] write(Metainfo metainfo) {
        byte[] info = new byte[metainfo.info().remaining()];
        metainfo.info().get(info);
        MetainfoWriter writer = new MetainfoWriter()
                .trackers(metainfo.trackers())
                .urlSeeds(metainfo.urlSeeds())
                .httpSeeds(metainfo.httpSeeds())
                .comment(metainfo.comment())
                .createdBy(metainfo.createdBy())
                .creationDate(metainfo.creationDate());
        writer.outer.put(BencodeValue.of("nodes"), nodes(metainfo));
        if (metainfo.infoHashes().v2().isPresent()) {
            writer.pieceLayers(metainfo.pieceLayers());
        }
        return writer.write(info);
    }

    /** The first of all also stands alone, for readers that know no tiers. */
    MetainfoWriter trackers(List<List<String>> tiers) {
        List<String> all = tiers.stream().flatMap(List::stream).toList();
        if (!all.isEmpty()) {
            outer.put("announce", all.get(0));
        }
        if (all.size() > 1) {
            outer.put(
                    BencodeValue.of("announce-list"),
                    new BencodeList(tiers.stream()
                            .<BencodeValue>map(MetainfoWriter::texts)
                            .toList()));
        }
        return this;
    }

    MetainfoWriter urlSeeds(List<String> urls) {
        if (urls.size() == 1) {
            outer.put("url-list", urls.get(0));
        } else {
            outer.put(BencodeValue.of("url-list"), texts(urls));
        }
        return this;
    }

    MetainfoWriter httpSeeds(List<String> urls) {
        outer.put(BencodeValue.of("httpseeds"), texts(urls));
        return this;
    }

    MetainfoWriter comment(Optional<String> text) {
        text.ifPresent(comment -> outer.put("comment", comment));
        return this;
    }

    MetainfoWriter createdBy(Optional<String> program) {
        program.ifPresent(name -> outer.put("created by", name));
        return this;
    }

    MetainfoWriter creationDate(Optional<Instant> date) {
        date.ifPresent(instant -> outer.put("creation date", instant.getEpochSecond()));
        return this;
    }

    MetainfoWriter pieceLayers(Map<PiecesRoot, PieceLayer> layers) {
        BencodeDictionary.Builder dictionary = BencodeDictionary.builder();
        layers.forEach(
                (root, layer) -> dictionary.put(BencodeValue.of(root.toBytes()), BencodeValue.of(layer.toBytes())));
        outer.put(BencodeValue.of("piece layers"), dictionary.build());
        return this;
    }

    /** Keys in their order, but nothing for empty lists, and the info dictionary as it is. */
    byte[] write(byte[] info) {
        BencodeDictionary entries = outer.put(INFO, BencodeDictionary.of()).build();
        ByteArrayOutputStream out = new ByteArrayOutputStream(info.length + 256);
        out.write('d');
        entries.forEach((key, value) -> {
            if (!(value instanceof BencodeList list) || list.size() > 0) {
                out.writeBytes(Bencode.write(key));
                out.writeBytes(key.equals(INFO) ? info : Bencode.write(value));
            }
        });
        out.write('e');
        return out.toByteArray();
    }

    private static BencodeList nodes(Metainfo metainfo) {
        return new BencodeList(metainfo.dhtNodes().stream()
                .<BencodeValue>map(node -> BencodeList.of(BencodeValue.of(node.host()), BencodeValue.of(node.port())))
                .toList());
    }

    private static BencodeList texts(Collection<String> texts) {
        return new BencodeList(
                texts.stream().<BencodeValue>map(BencodeValue::of).toList());
    }
}
