package io.spate.kernel.session;

import io.spate.api.storage.FileStamp;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.extension.Guard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A storage of a plugin: whatever it throws is an {@link IOException} for the torrent, and a fault of the plugin. */
final class GuardedStorage implements TorrentStorage {
    private final Guard guard;
    private final TorrentStorage storage;

    GuardedStorage(Guard guard, TorrentStorage storage) {
        this.guard = guard;
        this.storage = storage;
    }

    @Override
    public void prepare() throws IOException {
        run("TorrentStorage.prepare", TorrentStorage::prepare);
    }

    @Override
    public void read(int piece, int begin, ByteBuffer into) throws IOException {
        run("TorrentStorage.read", each -> each.read(piece, begin, into));
    }

    @Override
    public boolean isInMemory(int piece, int begin, int length) {
        return guard.call("TorrentStorage.isInMemory", () -> storage.isInMemory(piece, begin, length), false);
    }

    @Override
    public void write(int piece, int begin, ByteBuffer from) throws IOException {
        run("TorrentStorage.write", each -> each.write(piece, begin, from));
    }

    @Override
    public void sync() throws IOException {
        run("TorrentStorage.sync", TorrentStorage::sync);
    }

    @Override
    public List<FileStamp> stamps() throws IOException {
        return guard.callBlocking("TorrentStorage.stamps", storage, TorrentStorage::stamps);
    }

    @Override
    public void close() throws IOException {
        run("TorrentStorage.close", TorrentStorage::close);
    }

    private void run(String doing, Work work) throws IOException {
        guard.callBlocking(doing, storage, each -> {
            work.on(each);
            return true;
        });
    }

    private interface Work {
        void on(TorrentStorage storage) throws IOException;
    }
}
