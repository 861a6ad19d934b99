package io.spate.kernel.storage;

import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.metainfo.TorrentFile;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.TorrentStorage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A torrent in memory. A piece takes its room when the first of its bytes is written. */
final class TorrentMemory implements TorrentStorage {
    private final PieceLayout layout;
    private final List<TorrentFile> files;
    private final FileRanges ranges;
    private final AtomicReferenceArray<byte[]> pieces;
    private final FileRanges.Access reading = this::readPart;
    private final FileRanges.Access writing = this::writePart;

    TorrentMemory(Metainfo metainfo) {
        this.layout = metainfo.layout();
        this.files = metainfo.files();
        this.ranges = new FileRanges(layout, files);
        this.pieces = new AtomicReferenceArray<>(layout.pieceCount());
    }

    @Override
    public void prepare() {}

    @Override
    public void read(int piece, int begin, ByteBuffer into) throws IOException {
        ranges.divide(piece, begin, into, reading);
    }

    @Override
    public boolean isInMemory(int piece, int begin, int length) {
        return true;
    }

    @Override
    public void write(int piece, int begin, ByteBuffer from) throws IOException {
        ranges.divide(piece, begin, from, writing);
    }

    @Override
    public void sync() {}

    @Override
    public List<FileStamp> stamps() {
        return files.stream().map(this::stamp).toList();
    }

    @Override
    public void close() {
        for (int piece = 0; piece < pieces.length(); piece++) {
            pieces.set(piece, null);
        }
    }

    private void readPart(int file, long position, ByteBuffer part) throws IOException {
        if (file == FileRanges.PADDING) {
            Zeros.fill(part);
            return;
        }
        long offset = files.get(file).offset() + position;
        byte[] bytes = pieces.get(layout.pieceAt(offset));
        if (bytes == null) {
            throw new EOFException("cannot read piece " + layout.pieceAt(offset) + ": nothing of it was written");
        }
        part.put(bytes, beginOf(offset), part.remaining());
    }

    private void writePart(int file, long position, ByteBuffer part) {
        if (file == FileRanges.PADDING) {
            part.position(part.limit());
            return;
        }
        long offset = files.get(file).offset() + position;
        part.get(roomFor(layout.pieceAt(offset)), beginOf(offset), part.remaining());
    }

    private int beginOf(long offset) {
        return (int) (offset - layout.offsetOf(layout.pieceAt(offset)));
    }

    private byte[] roomFor(int piece) {
        byte[] bytes = pieces.get(piece);
        if (bytes != null) {
            return bytes;
        }
        byte[] room = new byte[layout.lengthOf(piece)];
        return pieces.compareAndSet(piece, null, room) ? room : pieces.get(piece);
    }

    /** Like a sparse file: it reaches as far as the last piece that anything was written to. */
    private FileStamp stamp(TorrentFile file) {
        if (file.isPad() || file.length() == 0) {
            return FileStamp.ALWAYS;
        }
        int first = layout.pieceAt(file.offset());
        for (int piece = layout.pieceAt(file.end() - 1); piece >= first; piece--) {
            if (pieces.get(piece) != null) {
                long reached = layout.offsetOf(piece) + layout.lengthOf(piece);
                return new FileStamp(Math.min(file.end(), reached) - file.offset(), 0);
            }
        }
        return FileStamp.MISSING;
    }
}
