package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.wire.PeerWireEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Some blocks that are read together, each behind its header, ready for one write. */
final class UploadBatch {
    private final int[] pieces;
    private final int[] begins;
    private final int[] lengths;
    private final int payload;
    private ByteBuf buffer;

    /** Takes the first {@code count} of the queue, and the buffer. */
    UploadBatch(UploadQueue queue, int count, ByteBuf buffer) {
        this.pieces = new int[count];
        this.begins = new int[count];
        this.lengths = new int[count];
        this.buffer = buffer;
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            pieces[i] = queue.piece(i);
            begins[i] = queue.begin(i);
            lengths[i] = queue.length(i);
            bytes += lengths[i];
        }
        this.payload = bytes;
    }

    int payload() {
        return payload;
    }

    /** Whether to read it is to copy from memory. Does not block. */
    boolean isInMemory(TorrentStorage storage) {
        int first = 0;
        while (first < pieces.length) {
            int length = lengths[first];
            int next = first + 1;
            while (next < pieces.length && pieces[next] == pieces[first] && begins[next] == begins[first] + length) {
                length += lengths[next++];
            }
            if (!storage.isInMemory(pieces[first], begins[first], length)) {
                return false;
            }
            first = next;
        }
        return true;
    }

    /** Frames and reads all blocks. Blocks, so that it is called on a disk thread unless {@link #isInMemory}. */
    void read(TorrentStorage storage) throws IOException {
        for (int i = 0; i < pieces.length; i++) {
            PeerWireEncoder.pieceHeader(buffer, pieces[i], begins[i], lengths[i]);
            ByteBuffer place = buffer.internalNioBuffer(buffer.writerIndex(), lengths[i]);
            storage.read(pieces[i], begins[i], place);
            buffer.writerIndex(buffer.writerIndex() + lengths[i]);
        }
    }

    /** The framed blocks; the caller owns them. */
    ByteBuf take() {
        ByteBuf taken = buffer;
        buffer = null;
        return taken;
    }

    void release() {
        take().release();
    }
}
