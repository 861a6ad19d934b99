package io.spate.kernel.metainfo;

import io.spate.api.PieceLayout;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeLimits;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.PieceLayer;
import io.spate.api.metainfo.PiecesRoot;
import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Makes torrent files (BEP 3, 47, 52). What comes out depends on the content and what was asked for alone, byte for byte.
 * Blocks until all is hashed: on threads of its own, each with a buffer of at most 1 MiB. Safe for threads.
 */
public final class TorrentCreator {
    private static final int MIN_PIECE_LENGTH = 16 * 1024;

    private final HashingPool pool;
    private final PathRules rules;

    /** @param threads to hash on, 1 or more */
    public TorrentCreator(int threads) {
        this(threads, PathRules.ofThisSystem());
    }

    TorrentCreator(int threads, PathRules rules) {
        this.pool = new HashingPool(threads);
        this.rules = rules;
    }

    /** With a thread for every core. */
    public static TorrentCreator onAllCores() {
        return new TorrentCreator(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Hashes the content and writes the torrent file.
     *
     * @param hashed is told numbers of bytes as they are hashed, padding included; called on the hashing threads, several at
     *     once
     * @throws SpateException BAD_TORRENT if a torrent of this content would not be read as what it is; STORAGE_FAILED if the
     *     content cannot be read; STOPPED if the thread is interrupted
     */
    public byte[] create(CreateTorrent wanted, LongConsumer hashed) {
        TorrentContent content = wanted.content();
        int pieceLength = pieceLength(wanted);
        PlacedContent placed = PlacedContent.of(content, wanted.version(), pieceLength);
        PieceHasher.Hashes hashes = pool.hash(placed, content, wanted.version(), hashed);
        Map<PiecesRoot, PieceLayer> layers = new HashMap<>();
        BencodeDictionary info = info(wanted, placed, hashes, layers);
        MetainfoWriter writer = new MetainfoWriter()
                .trackers(wanted.trackers())
                .urlSeeds(wanted.urlSeeds())
                .comment(wanted.comment())
                .createdBy(wanted.createdBy())
                .creationDate(wanted.creationDate());
        if (wanted.version().hasV2()) {
            writer.pieceLayers(layers);
        }
        byte[] file = writer.write(Bencode.write(info));
        check(file, wanted, placed);
        return file;
    }

    /** Like {@link #create(CreateTorrent, LongConsumer)}, without being told of the progress. */
    public byte[] create(CreateTorrent wanted) {
        return create(wanted, bytes -> {});
    }

    /** Few pieces make a small torrent, many short ones spread faster: about 2,000, and none longer than 16 MiB if it can be. */
    static int suitablePieceLength(long totalLength) {
        long length = MIN_PIECE_LENGTH;
        while (totalLength / length > 2_000 && length < 1 << 24 || totalLength / length > 200_000 && length < 1 << 28) {
            length *= 2;
        }
        return (int) length;
    }

    private static int pieceLength(CreateTorrent wanted) {
        List<TorrentContent.File> files = wanted.content().files();
        if (files.isEmpty()) {
            throw MetainfoFault.NO_FILES.error(wanted.content().name() + ": no files (expected: at least one)");
        }
        long total = files.stream().mapToLong(TorrentContent.File::length).sum();
        if (total <= 0 || total >= 1L << 48) {
            throw MetainfoFault.INVALID_LENGTH.error(
                    wanted.content().name() + ": " + total + " bytes (expected: 1.." + ((1L << 48) - 1) + ")");
        }
        int length = wanted.pieceLength().orElseGet(() -> suitablePieceLength(total));
        boolean fits = length >= MIN_PIECE_LENGTH
                && length <= PieceLayout.MAX_PIECE_LENGTH
                && length % MIN_PIECE_LENGTH == 0
                && (!wanted.version().hasV2() || Integer.bitCount(length) == 1);
        if (!fits) {
            throw MetainfoFault.MISSING_PIECE_LENGTH.error("piece length: " + length + " (expected: "
                    + MIN_PIECE_LENGTH + ".." + PieceLayout.MAX_PIECE_LENGTH + ", a multiple of " + MIN_PIECE_LENGTH
                    + ", in version 2 a power of two)");
        }
        long mostPieces = total / length + (wanted.version().hasV2() ? files.size() : 1);
        if (mostPieces > PieceLayout.MAX_PIECES || mostPieces * length >= 1L << 48) {
            throw MetainfoFault.TOO_MANY_PIECES.error("pieces of " + length + " bytes: " + mostPieces
                    + " (expected: at most " + PieceLayout.MAX_PIECES + ")");
        }
        return length;
    }

    private static BencodeDictionary info(
            CreateTorrent wanted, PlacedContent placed, PieceHasher.Hashes hashes, Map<PiecesRoot, PieceLayer> layers) {
        BencodeDictionary.Builder info = BencodeDictionary.builder()
                .put("name", wanted.content().name())
                .put("piece length", placed.layout().pieceLength());
        if (wanted.isPrivate()) {
            info.put("private", 1);
        }
        wanted.source().ifPresent(source -> info.put("source", source));
        if (wanted.version().hasV1()) {
            info.put("pieces", hashes.v1());
            if (wanted.content().isSingleFile()) {
                info.put("length", placed.layout().totalLength());
            } else {
                info.put(BencodeValue.of("files"), fileList(placed, wanted.version()));
            }
        }
        if (wanted.version().hasV2()) {
            info.put("meta version", 2);
            info.put(BencodeValue.of("file tree"), fileTree(placed, hashes, layers));
        }
        return info.build();
    }

    /** In hybrids a pad file follows each file that does not end on a piece boundary, also the last. */
    private static BencodeList fileList(PlacedContent placed, TorrentVersion version) {
        List<BencodeValue> list = new ArrayList<>();
        int pieceLength = placed.layout().pieceLength();
        for (PlacedContent.Place place : placed.places()) {
            list.add(BencodeDictionary.builder()
                    .put("length", place.file().length())
                    .put(BencodeValue.of("path"), new BencodeList(List.copyOf(FileTreeWriter.key(place.file()))))
                    .build());
            long padding = (pieceLength - place.file().length() % pieceLength) % pieceLength;
            if (version == TorrentVersion.HYBRID && place.file().length() > 0 && padding > 0) {
                list.add(BencodeDictionary.builder()
                        .put("attr", "p")
                        .put("length", padding)
                        .put(
                                BencodeValue.of("path"),
                                BencodeList.of(BencodeValue.of(".pad"), BencodeValue.of(Long.toString(padding))))
                        .build());
            }
        }
        return new BencodeList(list);
    }

    private static BencodeDictionary fileTree(
            PlacedContent placed, PieceHasher.Hashes hashes, Map<PiecesRoot, PieceLayer> layers) {
        FileTreeWriter tree = new FileTreeWriter();
        HashTree roots = new HashTree();
        int pieceLength = placed.layout().pieceLength();
        for (PlacedContent.Place place : placed.places()) {
            long length = place.file().length();
            BencodeDictionary.Builder facts = BencodeDictionary.builder().put("length", length);
            if (length > 0) {
                int first = placed.layout().pieceAt(place.offset());
                int count = (int) ((length - 1) / pieceLength + 1);
                byte[] layer = Arrays.copyOfRange(
                        hashes.v2(), first * HashTree.HASH_LENGTH, (first + count) * HashTree.HASH_LENGTH);
                byte[] root = roots.root(layer, layer.length, HashTree.pieceLayer(pieceLength), 0);
                facts.put("pieces root", root);
                if (count > 1) {
                    layers.put(PiecesRoot.of(root), PieceLayer.of(layer));
                }
            }
            tree.add(place.file(), facts.build());
        }
        return tree.write();
    }

    /** Reads what was made as others will, and compares: what they would not find on disk is told here, not to a seeder. */
    private void check(byte[] file, CreateTorrent wanted, PlacedContent placed) {
        if (file.length > BencodeLimits.TORRENT_FILE.size()) {
            throw MetainfoFault.TOO_MANY_PIECES.error("torrent file: " + file.length + " bytes (expected: at most "
                    + BencodeLimits.TORRENT_FILE.size() + "); longer pieces make it shorter");
        }
        Metainfo read = new MetainfoReader(rules).read(file);
        Set<List<String>> expected = new HashSet<>();
        for (PlacedContent.Place place : placed.places()) {
            List<String> path = new ArrayList<>();
            if (!wanted.content().isSingleFile()) {
                path.add(wanted.content().name());
            }
            path.addAll(place.file().path());
            expected.add(path);
        }
        for (TorrentFile found : read.files()) {
            if (!found.isPad() && !expected.remove(found.path())) {
                throw MetainfoFault.INVALID_NAME.error("a name in "
                        + wanted.content().name()
                        + " is not safe, or not the only one of its kind: others would call it " + found.pathText());
            }
        }
        if (!expected.isEmpty()) {
            throw MetainfoFault.INVALID_NAME.error(
                    "others would take " + String.join("/", expected.iterator().next()) + " for padding");
        }
    }
}
