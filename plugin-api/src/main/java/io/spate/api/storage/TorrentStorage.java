package io.spate.api.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where the bytes of one torrent live. All methods run on the kernel's disk threads and may block; reads and writes come
 * from several threads at once, for different ranges. {@link #prepare} comes first and alone; {@link #sync} may overlap with
 * anything; {@link #close} comes last and alone. Buffers stay the caller's.
 *
 * <p>An {@link IOException} stops the torrent with its message; nothing that was verified is forgotten.
 */
public interface TorrentStorage {
    /** Makes what must exist before the first write: directories, empty files, links. Called once, before a download. */
    void prepare() throws IOException;

    /**
     * Fills {@code into} from the given place on. A range never spans two pieces.
     *
     * @param begin offset in the piece, in bytes
     * @throws IOException also if the bytes are not there (file missing or short)
     */
    void read(int piece, int begin, ByteBuffer into) throws IOException;

    /**
     * Stores all of {@code from} at the given place. A range never spans two pieces. When it returns, the bytes have been
     * handed to the system, so that they survive the end of the process.
     *
     * @param begin offset in the piece, in bytes
     */
    void write(int piece, int begin, ByteBuffer from) throws IOException;

    /** Makes what was written survive a power loss. */
    void sync() throws IOException;

    /**
     * What is there now, one entry a file of the torrent in its order; so that changes made behind the engine's back are
     * noticed. Pad files, and storages without files, answer {@link FileStamp#ALWAYS}.
     */
    List<FileStamp> stamps() throws IOException;

    /** Releases files and memory. Called once; nothing is called afterwards. */
    void close() throws IOException;
}
