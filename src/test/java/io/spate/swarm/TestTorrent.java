package io.spate.swarm;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.metainfo.Metainfo;
import io.spate.kernel.Spate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * A torrent of one file with random content.
 *
 * @param content of the file
 */
public record TestTorrent(Metainfo metainfo, byte[] content) {
    /** The same for the same seed. */
    public static TestTorrent of(String name, int length, int pieceLength, long seed) {
        return of(name, length, pieceLength, seed, false);
    }

    public static TestTorrent of(String name, int length, int pieceLength, long seed, boolean isPrivate) {
        byte[] content = new byte[length];
        new SplittableRandom(seed).nextBytes(content);
        BencodeDictionary.Builder info = BencodeDictionary.builder()
                .put("name", name)
                .put("length", length)
                .put("piece length", pieceLength)
                .put("pieces", hashes(content, pieceLength));
        if (isPrivate) {
            info.put("private", 1);
        }
        byte[] file = Bencode.write(
                BencodeDictionary.builder().put("info", info.build()).build());
        return new TestTorrent(Spate.readTorrent(file, name), content);
    }

    /** Puts the file where a seeder looks for it. */
    public TestTorrent writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve(metainfo.name()), content);
        return this;
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
}
