package io.spate.kernel.metainfo;

import io.spate.api.metainfo.FileAttribute;
import io.spate.api.metainfo.PiecesRoot;
import io.spate.api.metainfo.TorrentFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the files of a torrent and gives them their places among its pieces. */
final class FileTable {
    static final int MAX_PATH_DEPTH = 100;
    private static final long MAX_FILE_LENGTH = ((1L << 30) - 1) * 16384 - 1;
    private static final long MAX_TOTAL_LENGTH = (1L << 48) - 1;

    private final int pieceLength;
    private final List<TorrentFile> files = new ArrayList<>();
    private final Map<String, String> directories = new HashMap<>(); // one String for each name, however many files
    private long next;
    private long end;

    FileTable(int pieceLength) {
        this.pieceLength = pieceLength;
    }

    /**
     * Adds a file after the others. One with a pieces root begins and, by padding, ends on a piece boundary.
     *
     * @param link where a symbolic link points to, as the torrent says it
     */
    void add(
            List<String> path,
            long length,
            Set<FileAttribute> attributes,
            Optional<List<String>> link,
            Optional<PiecesRoot> root) {
        if (length < 0 || length > MAX_FILE_LENGTH) {
            throw MetainfoFault.INVALID_LENGTH.error(
                    "length of file " + files.size() + ": " + length + " (expected: 0.." + MAX_FILE_LENGTH + ")");
        }
        files.add(new TorrentFile(shared(path), length, next, attributes, link, root, Optional.empty()));
        end = length > 0 ? next + length : end;
        next += length;
        if (root.isPresent()) {
            next = (next + pieceLength - 1) / pieceLength * pieceLength;
        }
        if (next > MAX_TOTAL_LENGTH) {
            throw MetainfoFault.INVALID_LENGTH.error(
                    "length of all files: " + next + " (expected: at most " + MAX_TOTAL_LENGTH + ")");
        }
    }

    /** Moves empty files that stand after all bytes, padding included, to where these end. */
    void endAt(long total) {
        for (int i = files.size() - 1; i >= 0 && files.get(i).offset() > total; i--) {
            TorrentFile file = files.get(i);
            files.set(
                    i,
                    new TorrentFile(
                            file.path(),
                            file.length(),
                            total,
                            file.attributes(),
                            file.symlinkTarget(),
                            file.piecesRoot(),
                            file.renamedFrom()));
        }
    }

    List<TorrentFile> files() {
        return files;
    }

    /** Where the last byte ends that belongs to a file. */
    long end() {
        return end;
    }

    private List<String> shared(List<String> path) {
        String[] elements = path.toArray(String[]::new);
        for (int i = 0; i < elements.length - 1; i++) {
            elements[i] = directories.computeIfAbsent(elements[i], name -> name);
        }
        return List.of(elements);
    }
}
