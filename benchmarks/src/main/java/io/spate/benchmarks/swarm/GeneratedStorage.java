package io.spate.benchmarks.swarm;

import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Storage without a disk: reads generated content; compares what is written with it, and keeps nothing. */
final class GeneratedStorage implements StorageProvider {
    static final String NAME = "generated";

    private final GeneratedContent content;
    private final FileStamp stamp;
    private final Middle written;

    private GeneratedStorage(GeneratedContent content, FileStamp stamp) {
        this.content = content;
        this.stamp = stamp;
        this.written = new Middle(content.length());
    }

    /** All is there from the start. */
    static GeneratedStorage full(GeneratedContent content) {
        return new GeneratedStorage(content, new FileStamp(content.length(), 0));
    }

    /** Nothing is there at first. */
    static GeneratedStorage empty(GeneratedContent content) {
        return new GeneratedStorage(content, FileStamp.MISSING);
    }

    /** What was written, all of it right. */
    Middle written() {
        return written;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isPersistent() {
        return stamp != FileStamp.MISSING;
    }

    @Override
    public TorrentStorage open(StorageRequest request) {
        return new Generated();
    }

    private final class Generated implements TorrentStorage {
        @Override
        public void prepare() {}

        @Override
        public void read(int piece, int begin, ByteBuffer into) {
            content.read(piece, begin, into);
        }

        @Override
        public void write(int piece, int begin, ByteBuffer from) throws IOException {
            int length = from.remaining();
            if (!content.matches(piece, begin, from)) {
                throw new IOException("piece " + piece + " is wrong (expected: what its seeder has)");
            }
            written.add(length);
        }

        @Override
        public void sync() {}

        @Override
        public List<FileStamp> stamps() {
            return List.of(stamp);
        }

        @Override
        public void close() {}
    }
}
