package io.spate.kernel.resume;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Appends records: type, length of the payload, payload, CRC-32C. The checksum covers the record's place, too, so that
 * nothing left over from before is taken for a record. Confined to one thread at a time.
 */
final class JournalFile implements Closeable {
    /** Bytes of a record before its payload. */
    static final int PREFIX_LENGTH = Byte.BYTES + Integer.BYTES;

    static final int CHECKSUM_LENGTH = Integer.BYTES;

    private final FileChannel channel;
    private long end;

    /** @param end where the next record goes */
    JournalFile(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    /** An empty journal in place of whatever is there. */
    static JournalFile create(Path path, TorrentIdentity torrent) throws IOException {
        JournalFile file = new JournalFile(FileChannel.open(path, CREATE, TRUNCATE_EXISTING, WRITE), 0);
        file.write(ByteBuffer.wrap(torrent.toHeader()));
        return file;
    }

    /** @param end where the next record goes; what stands there is cut off */
    static JournalFile open(Path path, long end) throws IOException {
        FileChannel channel = FileChannel.open(path, WRITE);
        channel.truncate(end);
        return new JournalFile(channel, end);
    }

    /** When this returns, the record has been handed to the system; when it fails, the next one takes its place. */
    void append(RecordType type, ByteBuffer payload) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(lengthOf(payload))
                .put(type.code())
                .putInt(payload.remaining())
                .put(payload.duplicate());
        record.putInt(checksum(end, record.array(), record.position())).flip();
        write(record);
    }

    /** Bytes of a record. */
    static int lengthOf(ByteBuffer payload) {
        return PREFIX_LENGTH + payload.remaining() + CHECKSUM_LENGTH;
    }

    long length() {
        return end;
    }

    void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** @param position where the record begins in the journal, in bytes */
    static int checksum(long position, byte[] record, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        crc.update(record, 0, length);
        return (int) crc.getValue();
    }

    private void write(ByteBuffer bytes) throws IOException {
        long at = end;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            cutAfterFailure(e);
            throw e;
        }
        end = at;
    }

    /** Else a shorter record that finds room later would have rubbish behind it, which looks like damage. */
    private void cutAfterFailure(IOException failure) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
