package io.spate.kernel.resume;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a journal as far as it makes sense. A record that was cut off at the end is what a process leaves that was killed
 * while it wrote: nobody was told of it, so it is passed over. Anything else that is wrong means that records are lost.
 */
final class JournalReader {
    /**
     * @param end where the last good record ends, in bytes
     * @param damage what is wrong, for people; empty if nothing is
     */
    record Reading(JournalState state, long end, Optional<String> damage) {}

    private final TorrentIdentity torrent;
    private final DataInputStream in;
    private final long length;
    private final JournalState state;
    private long end;

    private JournalReader(TorrentIdentity torrent, DataInputStream in, long length) {
        this.torrent = torrent;
        this.in = in;
        this.length = length;
        this.state = new JournalState(torrent.layout());
    }

    static Reading read(Path path, TorrentIdentity torrent) throws IOException {
        long length = Files.size(path);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 64 * 1024))) {
            JournalReader reader = new JournalReader(torrent, in, length);
            Optional<String> damage = reader.readAll();
            return new Reading(reader.state, reader.end, damage);
        }
    }

    private Optional<String> readAll() throws IOException {
        if (!Arrays.equals(in.readNBytes(TorrentIdentity.HEADER_LENGTH), torrent.toHeader())) {
            return Optional.of("it begins like a journal of another torrent (expected: of " + torrent.infoHash() + ")");
        }
        end = TorrentIdentity.HEADER_LENGTH;
        Optional<String> damage = Optional.empty();
        while (damage.isEmpty() && length - end >= JournalFile.PREFIX_LENGTH) {
            long before = end;
            damage = readRecord();
            if (end == before) {
                break; // cut off
            }
        }
        return damage;
    }

    /** Moves {@link #end} behind the record if it is good. */
    private Optional<String> readRecord() throws IOException {
        byte code = in.readByte();
        int payloadLength = in.readInt();
        Optional<RecordType> type = RecordType.of(code);
        if (type.isEmpty() || !type.get().allows(payloadLength, torrent)) {
            return damaged("type " + code + ", length " + payloadLength + " (expected: a record)");
        }
        int recordLength = JournalFile.PREFIX_LENGTH + payloadLength + JournalFile.CHECKSUM_LENGTH;
        if (length - end < recordLength) {
            return Optional.empty();
        }
        return checkRecord(type.get(), payloadLength, recordLength);
    }

    private Optional<String> checkRecord(RecordType type, int payloadLength, int recordLength) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(recordLength).put(type.code()).putInt(payloadLength);
        in.readFully(record.array(), JournalFile.PREFIX_LENGTH, payloadLength + JournalFile.CHECKSUM_LENGTH);
        int checked = JournalFile.PREFIX_LENGTH + payloadLength;
        if (record.getInt(checked) != JournalFile.checksum(end, record.array(), checked)) {
            return damaged("wrong checksum");
        }
        if (!state.apply(type, record.limit(checked))) {
            return damaged(
                    "a piece out of range (expected: 0.." + (torrent.layout().pieceCount() - 1) + ")");
        }
        end += recordLength;
        return Optional.empty();
    }

    private Optional<String> damaged(String what) {
        return Optional.of("record at byte " + end + ": " + what);
    }
}
