package io.spate.kernel.metainfo;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PieceLayout;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeLimits;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeSpan;
import io.spate.api.bencode.BencodeString;
import io.spate.api.metainfo.MetainfoBuilder;
import io.spate.api.metainfo.TorrentFile;
import java.util.List;
import java.util.Optional;

/** Reads an info dictionary of any version: what the info-hash is bound to. Used once. */
final class InfoReader {
    private static final int MIN_V2_PIECE_LENGTH = 16 * 1024;
    private static final int V2 = 2;

    private final BencodeDictionary info;
    private final byte[] bytes;
    private final PathRules rules;
    private final long version;
    private final int pieceLength;

    /**
     * @param info may have been read tolerantly
     * @param bytes the same dictionary byte for byte
     */
    InfoReader(BencodeDictionary info, byte[] bytes, PathRules rules) {
        this.info = info;
        this.bytes = bytes;
        this.rules = rules;
        this.version = version();
        this.pieceLength = pieceLength();
    }

    /** The name as the torrent says it, whatever its bytes. */
    static Optional<BencodeString> rawName(BencodeDictionary info) {
        return info.string("name.utf-8").or(() -> info.string("name"));
    }

    /** @param infoOffset where the dictionary stands in what {@code info} was read from */
    MetainfoBuilder read(int infoOffset) {
        BencodeString rawName =
                rawName(info).orElseThrow(() -> MetainfoFault.MISSING_NAME.error("name: none (expected: a string)"));
        boolean hasV1Files = version < V2 || info.has("files") || info.has("length");
        String name = rules.name(rawName).orElseGet(() -> hash(hasV1Files).toHex());
        FileTable tree = readTree(name);
        FileTable list = readList(name);
        FileTable files = version >= V2 ? tree : list;
        if (files.files().isEmpty()) {
            throw MetainfoFault.NO_FILES.error("the torrent has no files");
        }
        boolean hybrid = version >= V2 && !list.files().isEmpty();
        long total = hybrid ? HybridCheck.totalLength(tree, list, pieceLength) : files.end();
        if (hybrid) {
            files.endAt(total);
        }
        PieceLayout layout = layout(total);
        List<TorrentFile> placed = files.files();
        ClashingNames.rename(placed, rules);
        boolean hasV1 = version < V2 || hybrid && info.string("pieces").isPresent();
        return new MetainfoBuilder(bytes, hashes(hasV1), name, layout, placed)
                .v1HashesAt(hasV1 ? v1HashesOffset() - infoOffset : 0)
                .isPrivate(isPrivate());
    }

    boolean isV2() {
        return version >= V2;
    }

    private long version() {
        long claimed = FileFacts.number(info, "meta version");
        if (claimed > 0) {
            checkCanonical();
        }
        if (claimed > V2) {
            throw MetainfoFault.UNKNOWN_VERSION.error("meta version: " + claimed + " (expected: at most 2)");
        }
        return claimed;
    }

    private void checkCanonical() {
        try {
            Bencode.read(bytes, BencodeLimits.METADATA);
        } catch (SpateException e) {
            throw MetainfoFault.INVALID_BENCODING.error("info: " + e.getMessage());
        }
    }

    private int pieceLength() {
        long length = FileFacts.number(info, "piece length");
        boolean fits = length > 0 && length <= PieceLayout.MAX_PIECE_LENGTH;
        if (!fits || version >= V2 && (length < MIN_V2_PIECE_LENGTH || Long.bitCount(length) != 1)) {
            throw MetainfoFault.MISSING_PIECE_LENGTH.error("piece length: " + length + " (expected: 1.."
                    + PieceLayout.MAX_PIECE_LENGTH + ", in version 2 a power of two from " + MIN_V2_PIECE_LENGTH + ")");
        }
        return (int) length;
    }

    private FileTable readTree(String name) {
        FileTable table = new FileTable(pieceLength);
        Optional<BencodeDictionary> tree = info.dictionary("file tree");
        if (version < V2 && tree.isPresent()) {
            throw MetainfoFault.MISSING_META_VERSION.error("file tree without meta version 2");
        }
        if (version >= V2) {
            boolean hasFileList = info.list("files").isPresent();
            new FileTree(rules, table)
                    .read(
                            tree.orElseThrow(() ->
                                    MetainfoFault.MISSING_FILE_TREE.error("file tree: none (expected: a dictionary)")),
                            name,
                            hasFileList);
            SymbolicLinks.resolve(table.files(), List.of(name));
        }
        return table;
    }

    private FileTable readList(String name) {
        FileTable table = new FileTable(pieceLength);
        FileList reader = new FileList(rules, table);
        Optional<BencodeList> list = info.list("files");
        if (list.isPresent()) {
            reader.read(list.get(), name);
            SymbolicLinks.resolve(table.files(), List.of(name));
        } else if (version < V2 || info.has("length")) {
            reader.readSingle(info);
            SymbolicLinks.resolve(table.files(), List.of());
        }
        return table;
    }

    private PieceLayout layout(long total) {
        long pieces = (total + pieceLength - 1) / pieceLength;
        if (pieces > PieceLayout.MAX_PIECES) {
            throw MetainfoFault.TOO_MANY_PIECES.error(
                    "pieces: " + pieces + " (expected: at most " + PieceLayout.MAX_PIECES + ")");
        }
        checkV1Hashes(pieces);
        if (total == 0) {
            throw MetainfoFault.INVALID_LENGTH.error("length of all files: 0 (expected: more)");
        }
        return new PieceLayout(total, pieceLength);
    }

    private void checkV1Hashes(long pieces) {
        Optional<BencodeString> hashes = info.string("pieces");
        if (hashes.isEmpty() && version < V2) {
            throw MetainfoFault.MISSING_PIECES.error("pieces: none (expected: a string)");
        }
        if (hashes.isPresent() && hashes.get().length() != pieces * InfoHash.V1_LENGTH) {
            throw MetainfoFault.INVALID_HASHES.error("pieces: " + hashes.get().length() + " bytes (expected: "
                    + pieces * InfoHash.V1_LENGTH + " for " + pieces + " pieces)");
        }
    }

    private InfoHash hash(boolean v1) {
        return v1 ? InfoHash.v1Of(bytes) : InfoHash.v2Of(bytes);
    }

    private InfoHashes hashes(boolean hasV1) {
        return new InfoHashes(
                hasV1 ? Optional.of(hash(true)) : Optional.empty(),
                version >= V2 ? Optional.of(hash(false)) : Optional.empty());
    }

    private int v1HashesOffset() {
        BencodeSpan span = info.span("pieces").orElseThrow();
        return span.end() - info.string("pieces").orElseThrow().length();
    }

    /** Only an integer other than 0 makes a torrent private, however big it is. */
    private boolean isPrivate() {
        return info.value("private")
                .filter(value -> value instanceof BencodeInteger integer && !integer.isZero())
                .isPresent();
    }
}
