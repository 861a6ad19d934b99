package io.spate.testkit;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PieceLayout;
import io.spate.api.metainfo.FileAttribute;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.MetainfoBuilder;
import io.spate.api.metainfo.TorrentFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A small version 1 torrent with made-up bytes and right hashes. Its info dictionary holds the hashes and is no bencoding.
 *
 * @param data all bytes, those of pad files (zeros) included; not to be changed
 */
public record SampleTorrent(Metainfo metainfo, byte[] data) {
    /** Begins a torrent of several files in a folder of that name. */
    public static Files named(String name) {
        return new Files(name);
    }

    public PieceLayout layout() {
        return metainfo.layout();
    }

    /** A copy of the bytes of one piece. */
    public byte[] piece(int piece) {
        int from = (int) layout().offsetOf(piece);
        return Arrays.copyOfRange(data, from, from + layout().lengthOf(piece));
    }

    /** Collects the files of a torrent, in their order. */
    public static final class Files {
        private final String name;
        private final List<TorrentFile> files = new ArrayList<>();
        private long offset;

        private Files(String name) {
            this.name = name;
        }

        /** @param path with slashes, below the torrent's folder */
        public Files file(String path, int length) {
            return add(path, length, Set.of(), Optional.empty());
        }

        public Files pad(int length) {
            return add(".pad/" + length, length, Set.of(FileAttribute.PAD), Optional.empty());
        }

        /** @param target with slashes, below the torrent's folder */
        public Files link(String path, String target) {
            return add(path, 0, Set.of(FileAttribute.SYMLINK), Optional.of(elements(target)));
        }

        /** @param seed of the bytes in the files */
        public SampleTorrent build(int pieceLength, long seed) {
            byte[] data = new byte[(int) offset];
            new Random(seed).nextBytes(data);
            for (TorrentFile file : files) {
                if (file.isPad()) {
                    Arrays.fill(data, (int) file.offset(), (int) file.end(), (byte) 0);
                }
            }
            return new SampleTorrent(metainfo(new PieceLayout(offset, pieceLength), data), data);
        }

        private Files add(String path, int length, Set<FileAttribute> attributes, Optional<List<String>> target) {
            files.add(new TorrentFile(
                    elements(path), length, offset, attributes, target, Optional.empty(), Optional.empty()));
            offset += length;
            return this;
        }

        private List<String> elements(String path) {
            List<String> elements = new ArrayList<>(List.of(path.split("/")));
            elements.add(0, name);
            return elements;
        }

        private Metainfo metainfo(PieceLayout layout, byte[] data) {
            byte[] info = new byte[1 + InfoHash.V1_LENGTH * layout.pieceCount()];
            for (int piece = 0; piece < layout.pieceCount(); piece++) {
                MessageDigest sha1 = sha1();
                sha1.update(data, (int) layout.offsetOf(piece), layout.lengthOf(piece));
                System.arraycopy(sha1.digest(), 0, info, 1 + InfoHash.V1_LENGTH * piece, InfoHash.V1_LENGTH);
            }
            return new MetainfoBuilder(info, InfoHashes.v1(InfoHash.v1Of(info)), name, layout, files)
                    .v1HashesAt(1)
                    .build();
        }

        private static MessageDigest sha1() {
            try {
                return MessageDigest.getInstance("SHA-1");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-1", e);
            }
        }
    }
}
