package io.spate.kernel.storage;

import java.nio.channels.FileChannel;

/** A channel that is kept open while others use it, and as long as there is room. Its fields belong to {@link OpenFiles}. */
final class OpenFile {
    final FileChannel channel;
    final boolean isWritable;

    int users = 1;
    boolean isEvicted;

    OpenFile(FileChannel channel, boolean isWritable) {
        this.channel = channel;
        this.isWritable = isWritable;
    }
}
