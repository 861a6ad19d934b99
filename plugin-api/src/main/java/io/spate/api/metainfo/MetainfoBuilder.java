package io.spate.api.metainfo;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PieceLayout;
import io.spate.api.bencode.BencodeFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a {@link Metainfo} together. For the kernel's reader, which has checked everything, and for tests. Not safe for
 * threads.
 */
public final class MetainfoBuilder {
    final byte[] info;
    final InfoHashes infoHashes;
    final String name;
    final PieceLayout layout;
    final List<TorrentFile> files;
    int v1HashesOffset;
    boolean isPrivate;
    Map<PiecesRoot, PieceLayer> pieceLayers = Map.of();
    List<List<String>> trackers = List.of();
    List<String> urlSeeds = List.of();
    List<String> httpSeeds = List.of();
    List<HostAndPort> dhtNodes = List.of();
    Optional<Instant> creationDate = Optional.empty();
    Optional<String> comment = Optional.empty();
    Optional<String> createdBy = Optional.empty();
    List<InfoHash> similar = List.of();
    List<String> collections = List.of();
    List<BencodeFault> nonCanonical = List.of();

    /**
     * @param info the info dictionary byte for byte; not copied, so it must not change afterwards
     * @param files in the order of their offsets
     */
    public MetainfoBuilder(
            byte[] info, InfoHashes infoHashes, String name, PieceLayout layout, List<TorrentFile> files) {
        if (files.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a torrent has a name and at least one file");
        }
        this.info = info;
        this.infoHashes = infoHashes;
        this.name = name;
        this.layout = layout;
        this.files = files;
    }

    public PieceLayout layout() {
        return layout;
    }

    public List<TorrentFile> files() {
        return files;
    }

    /** @param offset of the first SHA-1 hash in the info dictionary; they stand there one after another */
    public MetainfoBuilder v1HashesAt(int offset) {
        v1HashesOffset = offset;
        return this;
    }

    public MetainfoBuilder isPrivate(boolean value) {
        isPrivate = value;
        return this;
    }

    public MetainfoBuilder pieceLayers(Map<PiecesRoot, PieceLayer> value) {
        pieceLayers = value;
        return this;
    }

    public MetainfoBuilder trackers(List<List<String>> value) {
        trackers = value;
        return this;
    }

    public MetainfoBuilder urlSeeds(List<String> value) {
        urlSeeds = value;
        return this;
    }

    public MetainfoBuilder httpSeeds(List<String> value) {
        httpSeeds = value;
        return this;
    }

    public MetainfoBuilder dhtNodes(List<HostAndPort> value) {
        dhtNodes = value;
        return this;
    }

    public MetainfoBuilder creationDate(Optional<Instant> value) {
        creationDate = value;
        return this;
    }

    public MetainfoBuilder comment(Optional<String> value) {
        comment = value;
        return this;
    }

    public MetainfoBuilder createdBy(Optional<String> value) {
        createdBy = value;
        return this;
    }

    public MetainfoBuilder similar(List<InfoHash> value) {
        similar = value;
        return this;
    }

    public MetainfoBuilder collections(List<String> value) {
        collections = value;
        return this;
    }

    public MetainfoBuilder nonCanonical(List<BencodeFault> value) {
        nonCanonical = value;
        return this;
    }

    public Metainfo build() {
        long hashesEnd = v1HashesOffset + (long) InfoHash.V1_LENGTH * layout.pieceCount();
        if (infoHashes.v1().isPresent() && (v1HashesOffset <= 0 || hashesEnd > info.length)) {
            throw new IllegalArgumentException("version 1 hashes at " + v1HashesOffset + ".." + hashesEnd
                    + " (expected: within the " + info.length + " bytes of the info dictionary)");
        }
        return new Metainfo(this);
    }
}
