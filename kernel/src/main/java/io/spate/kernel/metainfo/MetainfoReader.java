package io.spate.kernel.metainfo;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeLimits;
import io.spate.api.bencode.BencodeRead;
import io.spate.api.bencode.BencodeSpan;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.MetainfoBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads torrent files and info dictionaries: version 1, version 2 and hybrids (BEP 3, 52). Takes the faults that old writers
 * make; refuses what cannot be meant or is over a limit, with a {@link SpateException}: {@code BAD_BENCODE}, or {@code
 * BAD_TORRENT} and a message that begins with the label of a {@link MetainfoFault}. Pure; safe from any thread; takes time in
 * proportion to the file, so large ones are not for an event loop.
 */
public final class MetainfoReader {
    /** Metadata, and besides it trackers and web seeds of a magnet link, of 1 MiB at most. */
    private static final BencodeLimits KEPT = new BencodeLimits(
            BencodeLimits.METADATA.size() + 4 * 1024 * 1024,
            BencodeLimits.METADATA.depth() + 1,
            BencodeLimits.METADATA.values() + 500_000);

    private final PathRules rules;

    /** @param rules what file names must be like */
    public MetainfoReader(PathRules rules) {
        this.rules = rules;
    }

    /** For files on this system. */
    public static MetainfoReader forThisSystem() {
        return new MetainfoReader(PathRules.ofThisSystem());
    }

    /** Reads a torrent file. @param file not kept, and not changed during the call */
    public Metainfo read(byte[] file) {
        return read(file, BencodeLimits.TORRENT_FILE);
    }

    /** Reads a torrent file that was written here, of metadata that peers sent. @param file as for {@link #read} */
    public Metainfo readKept(byte[] file) {
        return read(file, KEPT);
    }

    private Metainfo read(byte[] file, BencodeLimits limits) {
        BencodeRead read = Bencode.readTolerant(file, limits);
        if (!(read.value() instanceof BencodeDictionary top)) {
            throw MetainfoFault.IS_NO_DICT.error("torrent: " + read.value() + " (expected: a dictionary)");
        }
        BencodeDictionary info = top.dictionary("info")
                .orElseThrow(() -> MetainfoFault.MISSING_INFO.error("info: none (expected: a dictionary)"));
        BencodeSpan span = top.span("info").orElseThrow();
        byte[] infoBytes = Arrays.copyOfRange(file, span.offset(), span.end());
        return read(top, info, infoBytes, span.offset())
                .nonCanonical(read.nonCanonical())
                .build();
    }

    /**
     * Reads an info dictionary that peers sent (BEP 9). The caller compares the info-hashes.
     *
     * @param info kept; must not change afterwards
     */
    public Metainfo readInfo(byte[] info) {
        return readInfoOnly(info).build();
    }

    /**
     * Reads an info dictionary that peers sent, and takes the trackers, web seeds and nodes from the link that named it. The
     * caller compares the info-hashes.
     *
     * @param info kept; must not change afterwards
     */
    public Metainfo readInfo(byte[] info, MagnetLink link) {
        MetainfoBuilder builder = readInfoOnly(info);
        return builder.trackers(link.trackers().stream().map(List::of).toList())
                .urlSeeds(OuterFacts.urlSeeds(
                        link.webSeeds().stream(), builder.files().size() > 1))
                .dhtNodes(link.dhtNodes())
                .build();
    }

    private MetainfoBuilder readInfoOnly(byte[] info) {
        BencodeRead read = Bencode.readTolerant(info, BencodeLimits.METADATA);
        if (!(read.value() instanceof BencodeDictionary dictionary)) {
            throw MetainfoFault.IS_NO_DICT.error("info: " + read.value() + " (expected: a dictionary)");
        }
        if (read.consumed() < info.length) {
            throw new SpateException(
                    ErrorCode.BAD_TORRENT,
                    "trailing_data at byte " + read.consumed() + " of info: " + (info.length - read.consumed())
                            + " bytes (expected: none)");
        }
        return read(BencodeDictionary.of(), dictionary, info, 0).nonCanonical(read.nonCanonical());
    }

    /** The magnet link in a torrent file that has one instead of an info dictionary; unread. */
    public static Optional<String> magnetUri(byte[] file) {
        BencodeRead read = Bencode.readTolerant(file, BencodeLimits.TORRENT_FILE);
        return read.value() instanceof BencodeDictionary top
                        && top.dictionary("info").isEmpty()
                ? top.text("magnet-uri")
                : Optional.empty();
    }

    private MetainfoBuilder read(BencodeDictionary top, BencodeDictionary info, byte[] infoBytes, int infoOffset) {
        InfoReader reader = new InfoReader(info, infoBytes, rules);
        OuterFacts outer = new OuterFacts(top);
        MetainfoBuilder builder = reader.read(infoOffset)
                .trackers(outer.trackers())
                .httpSeeds(outer.httpSeeds())
                .dhtNodes(outer.dhtNodes())
                .creationDate(outer.creationDate())
                .comment(outer.text("comment"))
                .createdBy(outer.text("created by"))
                .similar(outer.similar(info))
                .collections(outer.collections(info));
        builder.urlSeeds(outer.urlSeeds(builder.files().size() > 1));
        if (reader.isV2()) {
            top.dictionary("piece layers")
                    .ifPresent(layers -> builder.pieceLayers(PieceLayers.read(
                            layers, builder.files(), builder.layout().pieceLength())));
        }
        return builder;
    }
}
