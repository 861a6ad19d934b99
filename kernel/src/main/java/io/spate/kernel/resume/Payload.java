package io.spate.kernel.resume;

import io.spate.api.Bitfield;
import io.spate.api.storage.FileStamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/** What is in the records of a journal. Lengths were checked before by {@link RecordType#allows}. */
final class Payload {
    private Payload() {}

    static ByteBuffer none() {
        return ByteBuffer.allocate(0);
    }

    static ByteBuffer ofPiece(int piece) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(piece).flip();
    }

    static ByteBuffer ofPieces(Bitfield pieces) {
        return ByteBuffer.wrap(pieces.toWire());
    }

    static Bitfield pieces(ByteBuffer payload, int pieceCount) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return Bitfield.fromWire(bytes, pieceCount).orElseThrow();
    }

    static ByteBuffer ofBlocks(int piece, BitSet blocks) {
        byte[] mask = blocks.toByteArray();
        return ByteBuffer.allocate(Integer.BYTES + mask.length)
                .putInt(piece)
                .put(mask)
                .flip();
    }

    /** @param payload behind the piece */
    static BitSet blocks(ByteBuffer payload, int blockCount) {
        BitSet blocks = BitSet.valueOf(payload);
        blocks.clear(blockCount, Math.max(blockCount, blocks.length()));
        return blocks;
    }

    static ByteBuffer ofBoot(BootId boot) {
        return ByteBuffer.allocate(RecordType.BOOT_ID_LENGTH)
                .putLong(boot.id().getMostSignificantBits())
                .putLong(boot.id().getLeastSignificantBits())
                .flip();
    }

    static BootId boot(ByteBuffer payload) {
        return new BootId(new UUID(payload.getLong(), payload.getLong()));
    }

    static ByteBuffer ofStamps(List<FileStamp> stamps) {
        ByteBuffer payload = ByteBuffer.allocate(stamps.size() * RecordType.STAMP_LENGTH);
        stamps.forEach(stamp -> payload.putLong(stamp.length()).putLong(stamp.modifiedMillis()));
        return payload.flip();
    }

    static List<FileStamp> stamps(ByteBuffer payload) {
        List<FileStamp> stamps = new ArrayList<>(payload.remaining() / RecordType.STAMP_LENGTH);
        while (payload.hasRemaining()) {
            stamps.add(new FileStamp(payload.getLong(), payload.getLong()));
        }
        return stamps;
    }
}
