package io.spate.simulation;

import io.spate.api.metainfo.Metainfo;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The content of one torrent, there from the start: what a seeder has. */
final class ContentStorage implements StorageProvider {
    static final String NAME = "content";

    private final byte[] content;

    ContentStorage(byte[] content) {
        this.content = content;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TorrentStorage open(StorageRequest request) {
        return new Content(request.metainfo());
    }

    private final class Content implements TorrentStorage {
        private final Metainfo metainfo;

        private Content(Metainfo metainfo) {
            this.metainfo = metainfo;
        }

        @Override
        public void prepare() {}

        @Override
        public void read(int piece, int begin, ByteBuffer into) {
            into.put(content, (int) metainfo.layout().offsetOf(piece) + begin, into.remaining());
        }

        @Override
        public void write(int piece, int begin, ByteBuffer from) throws IOException {
            throw new IOException("written to (expected: a seeder that only reads)");
        }

        @Override
        public void sync() {}

        @Override
        public List<FileStamp> stamps() {
            return List.of(new FileStamp(content.length, 0));
        }

        @Override
        public void close() {}
    }
}
