package io.spate.kernel.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A channel that is kept open while others use it, and as long as there is room. Its fields belong to {@link OpenFiles}. */
final class OpenFile {
    private static final Unmapping UNMAPPING = Unmapping.ofMachine();

    final FileChannel channel;
    final boolean isWritable;
    final PageCache pageCache;

    int users = 1;
    boolean isEvicted;

    /** @param isOurs whether we own the file or may write to it, which is what {@link PageCache} takes */
    OpenFile(FileChannel channel, boolean isWritable, boolean isOurs) {
        this.channel = channel;
        this.isWritable = isWritable;
        this.pageCache = new PageCache(channel, isOurs, UNMAPPING);
    }

    void close() throws IOException {
        try {
            pageCache.close();
        } finally {
            channel.close();
        }
    }
}
