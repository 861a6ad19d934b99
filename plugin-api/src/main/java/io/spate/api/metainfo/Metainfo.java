package io.spate.api.metainfo;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PieceLayout;
import io.spate.api.bencode.BencodeFault;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a torrent file says, or an info dictionary that peers sent; read and checked. Immutable and safe from any thread.
 * Comment, creator, collections and URLs are the author's words: whoever shows them on a terminal takes care of control
 * characters.
 */
public final class Metainfo {
    private static final int V1_HASH_LENGTH = InfoHash.V1_LENGTH;

    private final byte[] info;
    private final int v1HashesOffset;
    private final InfoHashes infoHashes;
    private final String name;
    private final PieceLayout layout;
    private final List<TorrentFile> files;
    private final long contentLength;
    private final boolean isPrivate;
    private final Map<PiecesRoot, PieceLayer> pieceLayers;
    private final List<List<String>> trackers;
    private final List<String> urlSeeds;
    private final List<String> httpSeeds;
    private final List<HostAndPort> dhtNodes;
    private final Optional<Instant> creationDate;
    private final Optional<String> comment;
    private final Optional<String> createdBy;
    private final List<InfoHash> similar;
    private final List<String> collections;
    private final List<BencodeFault> nonCanonical;

    Metainfo(MetainfoBuilder from) {
        info = from.info;
        v1HashesOffset = from.v1HashesOffset;
        infoHashes = from.infoHashes;
        name = from.name;
        layout = from.layout;
        files = List.copyOf(from.files);
        contentLength = files.stream()
                .filter(file -> !file.isPad())
                .mapToLong(TorrentFile::length)
                .sum();
        isPrivate = from.isPrivate;
        pieceLayers = Map.copyOf(from.pieceLayers);
        trackers = from.trackers.stream().map(List::copyOf).toList();
        urlSeeds = List.copyOf(from.urlSeeds);
        httpSeeds = List.copyOf(from.httpSeeds);
        dhtNodes = List.copyOf(from.dhtNodes);
        creationDate = from.creationDate;
        comment = from.comment;
        createdBy = from.createdBy;
        similar = List.copyOf(from.similar);
        collections = List.copyOf(from.collections);
        nonCanonical = List.copyOf(from.nonCanonical);
    }

    public InfoHashes infoHashes() {
        return infoHashes;
    }

    /** The suggested name, safe as the name of a file or directory on this system. */
    public String name() {
        return name;
    }

    /**
     * How the torrent divides into pieces. Bytes that belong to no file are padding: zeros that are neither stored nor
     * requested. There are some between the files of version 2 and hybrid torrents, and after the last file of a hybrid
     * torrent whose version 1 part says so; in version 1 torrents padding is a file ({@link TorrentFile#isPad}).
     */
    public PieceLayout layout() {
        return layout;
    }

    /** In the order of their offsets; at least one. */
    public List<TorrentFile> files() {
        return files;
    }

    /** Bytes of all files but pad files. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether peers may come from the torrent's trackers only (BEP 27). */
    public boolean isPrivate() {
        return isPrivate;
    }

    /** Whether there are SHA-1 hashes for the pieces: version 1 and hybrid torrents. */
    public boolean hasV1Hashes() {
        return infoHashes.v1().isPresent();
    }

    /** A copy of the SHA-1 hash of the piece, padding included. Only if {@link #hasV1Hashes}. */
    public byte[] v1Hash(int piece) {
        int from = v1HashAt(piece);
        return Arrays.copyOfRange(info, from, from + V1_HASH_LENGTH);
    }

    /** Whether the piece must have this SHA-1 hash; allocates nothing. Only if {@link #hasV1Hashes}. */
    public boolean matchesV1(int piece, byte[] sha1) {
        int from = v1HashAt(piece);
        return Arrays.equals(info, from, from + V1_HASH_LENGTH, sha1, 0, sha1.length);
    }

    /** The piece layers that came with the torrent (BEP 52), checked against the roots. Others must be asked of peers. */
    public Map<PiecesRoot, PieceLayer> pieceLayers() {
        return pieceLayers;
    }

    /** The roots of the files longer than a piece whose piece layer did not come with the torrent. */
    public Set<PiecesRoot> missingPieceLayers() {
        Set<PiecesRoot> missing = new LinkedHashSet<>();
        for (TorrentFile file : files) {
            if (file.length() > layout.pieceLength()) {
                file.piecesRoot().filter(root -> !pieceLayers.containsKey(root)).ifPresent(missing::add);
            }
        }
        return missing;
    }

    /** URLs in tiers, the most wanted first (BEP 12); all of a known scheme and with a host, no tier empty. */
    public List<List<String>> trackers() {
        return trackers;
    }

    /** Web seeds of BEP 19; of any scheme. */
    public List<String> urlSeeds() {
        return urlSeeds;
    }

    /** Web seeds of BEP 17; of any scheme. */
    public List<String> httpSeeds() {
        return httpSeeds;
    }

    /** Nodes to enter the DHT by (BEP 5); the ports are 1..65535. */
    public List<HostAndPort> dhtNodes() {
        return dhtNodes;
    }

    public Optional<Instant> creationDate() {
        return creationDate;
    }

    public Optional<String> comment() {
        return comment;
    }

    public Optional<String> createdBy() {
        return createdBy;
    }

    /** Torrents that may have files in common with this one (BEP 38). */
    public List<InfoHash> similar() {
        return similar;
    }

    /** Names of collections; torrents of the same one may have files in common (BEP 38). */
    public List<String> collections() {
        return collections;
    }

    /** The faults of encoding that were let through, each once. */
    public List<BencodeFault> nonCanonical() {
        return nonCanonical;
    }

    /** The info dictionary, byte for byte as its author wrote it; read-only, a new buffer for each caller. */
    public ByteBuffer info() {
        return ByteBuffer.wrap(info).asReadOnlyBuffer();
    }

    private int v1HashAt(int piece) {
        if (!hasV1Hashes()) {
            throw new IllegalStateException("no version 1 hashes in " + infoHashes);
        }
        if (!layout.hasPiece(piece)) {
            throw new IndexOutOfBoundsException(
                    "piece: " + piece + " (expected: 0.." + (layout.pieceCount() - 1) + ")");
        }
        return v1HashesOffset + V1_HASH_LENGTH * piece;
    }

    /** Two are equal if they have the same info dictionary: whatever matters to peers is the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Metainfo metainfo && Arrays.equals(info, metainfo.info);
    }

    @Override
    public int hashCode() {
        return infoHashes.hashCode();
    }

    @Override
    public String toString() {
        return name + " (" + infoHashes + ")";
    }
}
