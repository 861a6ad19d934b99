package io.spate.kernel.storage;

import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;

/** Keeps torrents in memory, each until its storage is closed. Takes no more than the length of the pieces that are there. */
public final class MemoryStorage implements StorageProvider {
    public static final String NAME = "memory";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public TorrentStorage open(StorageRequest request) {
        return new TorrentMemory(request.metainfo());
    }
}
