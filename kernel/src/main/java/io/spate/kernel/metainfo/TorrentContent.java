package io.spate.kernel.metainfo;

import io.spate.api.SpateException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The files that a torrent is made of, wherever they are. Safe for threads. */
public interface TorrentContent {
    /** What the torrent is to be called: the name of the file, or of the directory that holds the files. */
    String name();

    /** Whether this is one file without a directory around it. */
    boolean isSingleFile();

    /** In the order that a version 1 torrent is to have; version 2 sorts them by the bytes of their names. */
    List<File> files();

    /** Opens the files for one thread. */
    Reader open();

    /**
     * A file on disk, or all files below a directory in the order of their names' bytes. Links are followed. Blocks.
     *
     * @throws SpateException STORAGE_FAILED if something cannot be read, is neither file nor directory, or is a link that
     *     leads out of the directory
     */
    static TorrentContent of(Path path) {
        return DirectoryContent.of(path);
    }

    /**
     * @param path its elements from the torrent's root directory, which is left out; of a single file, its name
     * @param length in bytes
     */
    record File(List<String> path, long length) {
        public File {
            path = List.copyOf(path);
        }
    }

    /** Used by one thread. */
    interface Reader extends Closeable {
        /**
         * Fills the buffer. Blocks.
         *
         * @param file its number in {@link TorrentContent#files}
         * @throws IOException also if the file ends before the buffer is full
         */
        void read(int file, long offset, ByteBuffer into) throws IOException;
    }
}
