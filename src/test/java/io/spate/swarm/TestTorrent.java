package io.spate.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.kernel.Spate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A torrent with random content.
 *
 * @param bytes the torrent file
 * @param content of all files, one behind the other, those of pad files (zeros) included
 */
public record TestTorrent(Metainfo metainfo, byte[] bytes, byte[] content) {
    /** One file; the same for the same seed. */
    public static TestTorrent of(String name, int length, int pieceLength, long seed) {
        return of(name, length, pieceLength, seed, false);
    }

    public static TestTorrent of(String name, int length, int pieceLength, long seed, boolean isPrivate) {
        BencodeDictionary.Builder info =
                BencodeDictionary.builder().put("name", name).put("length", length);
        if (isPrivate) {
            info.put("private", 1);
        }
        return of(name, info, random(length, seed), pieceLength, "");
    }

    /** One file, and a tracker to find its peers by. */
    public static TestTorrent announcedTo(String tracker, String name, int length, int pieceLength, long seed) {
        BencodeDictionary.Builder info =
                BencodeDictionary.builder().put("name", name).put("length", length);
        return of(name, info, random(length, seed), pieceLength, tracker);
    }

    /** Files in a folder of this name. */
    public static Folder folder(String name, int pieceLength, long seed) {
        return new Folder(name, pieceLength, seed);
    }

    /** The same torrent, and web servers that have its files (BEP 19). */
    public TestTorrent withWebSeeds(String... urls) {
        BencodeDictionary.Builder outer = BencodeDictionary.builder();
        Bencode.readTolerant(bytes).dictionary().forEach(outer::put);
        outer.put(
                "url-list",
                new BencodeList(
                        Stream.of(urls).<BencodeValue>map(BencodeString::of).toList()));
        byte[] file = Bencode.write(outer.build());
        return new TestTorrent(Spate.readTorrent(file, metainfo.name()), file, content);
    }

    public byte[] piece(int piece) {
        int from = Math.toIntExact(metainfo.layout().offsetOf(piece));
        return Arrays.copyOfRange(content, from, from + metainfo.layout().lengthOf(piece));
    }

    /** Of a piece that may be large, and without copying all of it. */
    public byte[] block(int piece, int begin, int length) {
        int from = Math.toIntExact(metainfo.layout().offsetOf(piece) + begin);
        return Arrays.copyOfRange(content, from, from + length);
    }

    /** Puts the files where a seeder looks for them. */
    public TestTorrent writeTo(Path directory) throws IOException {
        for (TorrentFile file : metainfo.files()) {
            if (!file.isPad()) {
                Path path = directory.resolve(file.pathText());
                Files.createDirectories(path.getParent());
                Files.write(path, contentOf(file));
            }
        }
        return this;
    }

    /** Compares every byte of every file. */
    public void checkIn(Path directory) throws IOException {
        for (TorrentFile file : metainfo.files()) {
            Path path = directory.resolve(file.pathText());
            if (file.isPad()) {
                assertThat(path).doesNotExist();
            } else {
                assertThat(Arrays.equals(Files.readAllBytes(path), contentOf(file)))
                        .as("%s is what the torrent says", path)
                        .isTrue();
            }
        }
    }

    private byte[] contentOf(TorrentFile file) {
        return Arrays.copyOfRange(content, Math.toIntExact(file.offset()), Math.toIntExact(file.end()));
    }

    private static TestTorrent of(
            String name, BencodeDictionary.Builder info, byte[] content, int pieceLength, String tracker) {
        info.put("piece length", pieceLength).put("pieces", hashes(content, pieceLength));
        BencodeDictionary.Builder outer = BencodeDictionary.builder().put("info", info.build());
        if (!tracker.isEmpty()) {
            outer.put("announce", tracker);
        }
        byte[] file = Bencode.write(outer.build());
        return new TestTorrent(Spate.readTorrent(file, name), file, content);
    }

    private static byte[] random(int length, long seed) {
        byte[] content = new byte[length];
        new SplittableRandom(seed).nextBytes(content);
        return content;
    }

    private static byte[] hashes(byte[] content, int pieceLength) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            int pieces = (content.length - 1) / pieceLength + 1;
            byte[] hashes = new byte[pieces * 20];
            for (int piece = 0; piece < pieces; piece++) {
                int offset = piece * pieceLength;
                sha1.update(content, offset, Math.min(pieceLength, content.length - offset));
                System.arraycopy(sha1.digest(), 0, hashes, piece * 20, 20);
            }
            return hashes;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Collects the files of a torrent, in their order. */
    public static final class Folder {
        private final String name;
        private final int pieceLength;
        private final SplittableRandom random;
        private final List<BencodeValue> files = new ArrayList<>();
        private byte[] content = new byte[0];

        private Folder(String name, int pieceLength, long seed) {
            this.name = name;
            this.pieceLength = pieceLength;
            this.random = new SplittableRandom(seed);
        }

        public Folder file(String file, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return add(BencodeDictionary.builder(), file, bytes);
        }

        /** Filler, as BEP 47 has it. */
        public Folder pad(int length) {
            return add(BencodeDictionary.builder().put("attr", "p"), Integer.toString(length), new byte[length]);
        }

        public TestTorrent torrent() {
            BencodeDictionary.Builder info =
                    BencodeDictionary.builder().put("name", name).put("files", new BencodeList(files));
            return of(name, info, content, pieceLength, "");
        }

        private Folder add(BencodeDictionary.Builder entry, String file, byte[] bytes) {
            List<BencodeValue> path = Stream.of(file.split("/"))
                    .<BencodeValue>map(BencodeString::of)
                    .toList();
            files.add(entry.put("length", bytes.length)
                    .put("path", new BencodeList(path))
                    .build());
            int end = content.length;
            content = Arrays.copyOf(content, end + bytes.length);
            System.arraycopy(bytes, 0, content, end, bytes.length);
            return this;
        }
    }
}
