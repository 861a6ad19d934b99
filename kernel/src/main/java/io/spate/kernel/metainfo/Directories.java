package io.spate.kernel.metainfo;

import io.spate.api.metainfo.TorrentFile;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The directories of a torrent, as hashes: the paths themselves could take fifty times the memory of a torrent that was made
 * to that end. Two paths of one hash are worth an attacker nothing but a needless renaming of his own files.
 */
final class Directories {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] hashes = new long[64];
    private int size;

    private Directories() {}

    /** @param fold makes equal what the system takes for the same */
    static Directories of(List<TorrentFile> files, UnaryOperator<String> fold) {
        Directories directories = new Directories();
        files.forEach(file -> directories.enter(fold.apply(file.pathText())));
        Arrays.sort(directories.hashes, 0, directories.size);
        return directories;
    }

    /** @param path folded in the same way, with slashes */
    boolean contains(String path) {
        long hash = FNV_BASIS;
        for (int i = 0; i < path.length(); i++) {
            hash = next(hash, path.charAt(i));
        }
        return Arrays.binarySearch(hashes, 0, size, hash) >= 0;
    }

    private void enter(String file) {
        long hash = FNV_BASIS;
        for (int i = 0; i < file.length(); i++) {
            if (file.charAt(i) == '/') {
                add(hash);
            }
            hash = next(hash, file.charAt(i));
        }
    }

    private void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash;
    }

    private static long next(long hash, char c) {
        return (hash ^ c) * FNV_PRIME;
    }
}
