package io.spate.kernel.download;

import io.spate.api.PieceLayout;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.TorrentStorage;
import io.spate.testkit.SampleTorrent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Bytes of a torrent on the heap, and which blocks of it were written. */
public final class RecordingStorage implements TorrentStorage {
    private final SampleTorrent torrent;
    private final byte[] bytes;
    private final BitSet written = new BitSet();
    public boolean broken;
    /** Whether it says that it may be read on the loop. */
    public boolean inMemory;

    public boolean unreadable;

    int writes;

    public RecordingStorage(SampleTorrent torrent) {
        this.torrent = torrent;
        this.bytes = new byte[torrent.data().length];
    }

    public boolean isWritten(int piece, int begin) {
        return written.get(block(piece, begin));
    }

    public boolean isRight(int piece) {
        int from = (int) torrent.layout().offsetOf(piece);
        return Arrays.equals(
                Arrays.copyOfRange(bytes, from, from + torrent.layout().lengthOf(piece)), torrent.piece(piece));
    }

    /** Puts the right bytes there, as if an earlier session had. */
    public void fill(int piece, int block) {
        int begin = block * PieceLayout.BLOCK_LENGTH;
        byte[] right = torrent.piece(piece);
        int length = Math.min(PieceLayout.BLOCK_LENGTH, right.length - begin);
        System.arraycopy(right, begin, bytes, (int) torrent.layout().offsetOf(piece) + begin, length);
        written.set(block(piece, begin));
    }

    /** Puts wrong bytes there, as a disk may. */
    public void damage(int piece, int block) {
        fill(piece, block);
        bytes[(int) torrent.layout().offsetOf(piece) + block * PieceLayout.BLOCK_LENGTH]++;
    }

    @Override
    public void prepare() {}

    @Override
    public void read(int piece, int begin, ByteBuffer into) throws IOException {
        if (unreadable) {
            throw new IOException("disk unreadable");
        }
        if (!isWritten(piece, begin)) {
            throw new EOFException("block of piece " + piece + " from " + begin + " was never written");
        }
        into.put(bytes, (int) torrent.layout().offsetOf(piece) + begin, into.remaining());
    }

    @Override
    public boolean isInMemory(int piece, int begin, int length) {
        return inMemory;
    }

    @Override
    public void write(int piece, int begin, ByteBuffer from) throws IOException {
        if (broken) {
            throw new IOException("disk broken");
        }
        writes++;
        int length = from.remaining();
        from.get(bytes, (int) torrent.layout().offsetOf(piece) + begin, length);
        for (int done = 0; done < length; done += PieceLayout.BLOCK_LENGTH) {
            written.set(block(piece, begin + done));
        }
    }

    @Override
    public void sync() {}

    @Override
    public List<FileStamp> stamps() {
        return List.of();
    }

    @Override
    public void close() {}

    private int block(int piece, int begin) {
        return (int) ((torrent.layout().offsetOf(piece) + begin) / PieceLayout.BLOCK_LENGTH);
    }
}
