package io.spate.swarm;

import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A disk of an embedder's own, which fails while it is told to. What was written outlives the session. */
final class BrokenStorage implements StorageProvider {
    static final String NAME = "broken";

    private final Map<String, byte[]> disk = new ConcurrentHashMap<>();
    private volatile boolean failsToOpen;
    private volatile boolean failsToWrite;
    private volatile boolean failsToRead;
    private volatile boolean isUnfinished;
    private volatile int writesUntilItFails = Integer.MAX_VALUE;

    void failToOpen(boolean now) {
        failsToOpen = now;
    }

    void failToRead(boolean now) {
        failsToRead = now;
    }

    /** Whatever is done with the bytes is an error of the program. */
    void unfinished(boolean now) {
        isUnfinished = now;
    }

    void failAfterWrites(int writes) {
        writesUntilItFails = writes;
    }

    void heal() {
        failsToWrite = false;
        writesUntilItFails = Integer.MAX_VALUE;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TorrentStorage open(StorageRequest request) throws IOException {
        failIf(failsToOpen, "no such disk");
        byte[] bytes = disk.computeIfAbsent(
                request.metainfo().name(),
                name -> new byte[Math.toIntExact(request.metainfo().layout().totalLength())]);
        return new Memory(bytes, request);
    }

    private static void failIf(boolean fails, String message) throws IOException {
        if (fails) {
            throw new IOException(message);
        }
    }

    private final class Memory implements TorrentStorage {
        private final byte[] bytes;
        private final StorageRequest request;

        Memory(byte[] bytes, StorageRequest request) {
            this.bytes = bytes;
            this.request = request;
        }

        @Override
        public void prepare() {}

        @Override
        public void read(int piece, int begin, ByteBuffer into) throws IOException {
            failIfUnfinished();
            failIf(failsToRead, "the disk cannot be read");
            into.put(bytes, at(piece, begin), into.remaining());
        }

        @Override
        public void write(int piece, int begin, ByteBuffer from) throws IOException {
            failIfUnfinished();
            failsToWrite |= --writesUntilItFails < 0;
            failIf(failsToWrite, "the disk is on fire");
            from.get(bytes, at(piece, begin), from.remaining());
        }

        @Override
        public void sync() {}

        @Override
        public List<FileStamp> stamps() {
            return request.metainfo().files().stream()
                    .map(file -> new FileStamp(file.length(), 1))
                    .toList();
        }

        @Override
        public void close() {}

        private void failIfUnfinished() {
            if (isUnfinished) {
                throw new AssertionError("this is not written yet");
            }
        }

        private int at(int piece, int begin) {
            return Math.toIntExact(request.metainfo().layout().offsetOf(piece) + begin);
        }
    }

    /** Whether all bytes of the torrent are there. */
    boolean has(TestTorrent torrent) {
        return Arrays.equals(disk.get(torrent.metainfo().name()), torrent.content());
    }
}
