package io.spate.api.storage;

import io.spate.api.metainfo.Metainfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where the bytes of one torrent live. All methods but {@link #isInMemory} run on the kernel's disk threads and may block;
 * reads and writes come from several threads at once, for different ranges. {@link #prepare} comes first and alone; {@link #sync} may overlap with
 * anything; {@link #close} comes last and alone. Buffers stay the caller's, who does not interrupt these threads; the
 * kernel's are direct. When a method returns, its buffer is used up. Padding ({@link Metainfo#layout}) is part of ranges
 * like everything else: it reads as zeros, and what is written to it is dropped.
 *
 * <p>An {@link IOException} stops the torrent with its message; nothing that was verified is forgotten.
 */
public interface TorrentStorage {
    /**
     * Makes what must exist before the first write: directories, empty files, links; keeps what is there. Called once, before
     * a download; not for a torrent that is only served, so that it may lie where nothing can be written.
     */
    void prepare() throws IOException;

    /**
     * Fills {@code into} from the given place on. A range never spans two pieces.
     *
     * @param begin offset in the piece, in bytes
     * @throws EOFException if the bytes are not there: a file is missing or short
     * @throws IOException if they cannot be read for any other reason
     */
    void read(int piece, int begin, ByteBuffer into) throws IOException;

    /**
     * Whether to {@link #read} the range now is to copy it from memory. If so, it may be read on the torrent's loop at once,
     * which spares a change of threads and the copy between their caches. Called on that loop: must answer without blocking. A
     * wrong no costs little; a wrong yes has the loop wait for a disk.
     *
     * @param begin offset in the piece, in bytes
     * @param length bytes, 1 or more; the range does not span two pieces
     */
    default boolean isInMemory(int piece, int begin, int length) {
        return false;
    }

    /**
     * Stores all of {@code from} at the given place. A range never spans two pieces. When it returns, the bytes have been
     * handed to the system, so that they survive the end of the process.
     *
     * @param begin offset in the piece, in bytes
     * @throws StorageFullException if there is no room
     */
    void write(int piece, int begin, ByteBuffer from) throws IOException;

    /** Makes what was written survive a power loss. */
    void sync() throws IOException;

    /**
     * What is there now, one entry a file of the torrent in its order; so that changes made behind the engine's back are
     * noticed. Pad files and links, and what cannot go away, answer {@link FileStamp#ALWAYS}; what is gone after a restart
     * answers {@link FileStamp#MISSING} until it is written.
     */
    List<FileStamp> stamps() throws IOException;

    /** Releases files and memory. Called once; nothing is called afterwards. */
    void close() throws IOException;
}
