package io.spate.api.metainfo;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file of a torrent. Its path is made safe for this system: joined to any folder it stays inside, and no other file or
 * directory of the torrent has it (two pad files may share one).
 *
 * @param path its elements from the folder the user chose, the torrent's root directory included; never empty
 * @param length in bytes
 * @param offset where it begins in the torrent's pieces, in bytes
 * @param symlinkTarget the path of what a link leads to, elements from the same folder; empty if it is no link, or if it leads
 *     nowhere in this torrent, and is not to be made
 * @param piecesRoot of files that are not empty in version 2 and hybrid torrents (BEP 52)
 * @param renamedFrom the path before it had to make way for another file
 */
public record TorrentFile(
        List<String> path,
        long length,
        long offset,
        Set<FileAttribute> attributes,
        Optional<List<String>> symlinkTarget,
        Optional<PiecesRoot> piecesRoot,
        Optional<List<String>> renamedFrom) {
    public TorrentFile {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("a file needs a path");
        }
        if (length < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "file of length " + length + " at offset " + offset + " (expected: 0 or more)");
        }
        path = List.copyOf(path);
        attributes = Set.copyOf(attributes);
        symlinkTarget = symlinkTarget.map(List::copyOf);
        renamedFrom = renamedFrom.map(List::copyOf);
    }

    /** An ordinary file. */
    public static TorrentFile of(List<String> path, long length, long offset) {
        return new TorrentFile(path, length, offset, Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The offset after its last byte. */
    public long end() {
        return offset + length;
    }

    public boolean isPad() {
        return attributes.contains(FileAttribute.PAD);
    }

    public boolean isExecutable() {
        return attributes.contains(FileAttribute.EXECUTABLE);
    }

    public boolean isHidden() {
        return attributes.contains(FileAttribute.HIDDEN);
    }

    public boolean isSymlink() {
        return attributes.contains(FileAttribute.SYMLINK);
    }

    /** The path with slashes, to be shown. */
    public String pathText() {
        return String.join("/", path);
    }
}
