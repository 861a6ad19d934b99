package io.spate.kernel.storage;

import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;

/**
 * Keeps torrents in files: sparse, read and written at positions, never through a mapping. A torrent that is only read may lie where
 * nothing can be written.
 *
 * <p>Buffers should be direct: the JDK copies others through direct memory that it keeps for each thread. Threads that are
 * in here must not be interrupted, as that closes the files under all who use them; they would be opened anew, but the call
 * itself fails.
 */
public final class FileStorage implements StorageProvider {
    public static final String NAME = "file";

    private final OpenFiles openFiles;

    /** @param openFiles how many files all torrents together keep open, 1 or more; 40 do for most */
    public FileStorage(int openFiles) {
        this.openFiles = new OpenFiles(openFiles);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TorrentStorage open(StorageRequest request) throws IOException {
        return new TorrentFiles(request, openFiles);
    }
}
