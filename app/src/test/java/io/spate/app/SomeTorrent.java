package io.spate.app;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PieceLayout;
import io.spate.api.metainfo.FileAttribute;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.MetainfoBuilder;
import io.spate.api.metainfo.TorrentFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Torrents for tests of what is shown; nothing here has hashes of data. */
final class SomeTorrent {
    static final int PIECE_LENGTH = 256 << 10;

    private SomeTorrent() {}

    /** One file of 64 pieces. */
    static Metainfo named(String name) {
        return builder(name, List.of(TorrentFile.of(List.of(name), 64L * PIECE_LENGTH, 0)))
                .build();
    }

    /** Folders, a pad file, marks. */
    static MetainfoBuilder tree() {
        return builder(
                "tree",
                List.of(
                        file(0, 1000, Set.of(), "tree", "a", "one.txt"),
                        file(1000, 24, Set.of(FileAttribute.PAD), "tree", ".pad", "24"),
                        file(1024, 5000, Set.of(FileAttribute.EXECUTABLE), "tree", "a", "b", "two.sh"),
                        file(6024, 20, Set.of(FileAttribute.HIDDEN), "tree", "three")));
    }

    static MetainfoBuilder builder(String name, List<TorrentFile> files) {
        long total = files.stream().mapToLong(TorrentFile::length).sum();
        byte[] info = ("info of " + name + " ".repeat(64 * InfoHash.V1_LENGTH)).getBytes(StandardCharsets.UTF_8);
        return new MetainfoBuilder(
                        info, InfoHashes.v1(InfoHash.v1Of(info)), name, new PieceLayout(total, PIECE_LENGTH), files)
                .v1HashesAt(info.length - 64 * InfoHash.V1_LENGTH);
    }

    private static TorrentFile file(long offset, long length, Set<FileAttribute> attributes, String... path) {
        return new TorrentFile(
                List.of(path), length, offset, attributes, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
