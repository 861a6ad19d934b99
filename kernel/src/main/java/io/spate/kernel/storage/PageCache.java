package io.spate.kernel.storage;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells which ranges of one open file lie in the system's page cache, so that to read them is to copy them. It asks the
 * system ({@code mincore}), which wants a mapping to be asked about; that is never touched, so it costs address space and
 * no memory. Where the system does not tell, nothing counts as cached. Safe for threads.
 *
 * <p>Linux tells only who owns the file or may write to it, and says yes to everybody else. Windows tells nobody, and keeps
 * a file that is mapped from being removed or cut, so that nothing is mapped there; nor is it where mappings do not end.
 */
final class PageCache {
    private static final long WINDOW = 1L << 30;

    private final FileChannel channel;
    private final Unmapping unmapping;

    /** Nobody waits for it but who closes: on a loop, that would be to wait for a mapping being made. */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock
    private final Map<Long, MappedByteBuffer> windows = new TreeMap<>();
    private boolean closed;

    /** @param isOurs whether we own the file or may write to it */
    PageCache(FileChannel channel, boolean isOurs, Unmapping unmapping) {
        this.channel = channel;
        this.unmapping = unmapping;
        this.closed = !isOurs || !unmapping.isPossible();
    }

    /** Has {@link #holds} answer for the range, which is in the file; another time if others are at it. May block. */
    void watch(long position, long length) {
        if (!lock.tryLock()) {
            return;
        }
        long end = position + length;
        try {
            for (long window = position / WINDOW; window * WINDOW < end && !closed; window++) {
                MappedByteBuffer mapped = windows.get(window);
                if (mapped == null || window * WINDOW + mapped.capacity() < Math.min(end, (window + 1) * WINDOW)) {
                    map(window);
                }
            }
        } catch (IOException e) {
            close(); // a file system without mappings
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether all of the range is in the cache now, and was told of by {@link #watch}; no while that is at work. Costs one
     * system call a window.
     */
    boolean holds(long position, long length) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            return allHold(position, length);
        } finally {
            lock.unlock();
        }
    }

    private boolean allHold(long position, long length) {
        long at = position;
        long end = position + length;
        while (at < end) {
            MappedByteBuffer window = windows.get(at / WINDOW);
            long part = Math.min(end - at, WINDOW - at % WINDOW);
            if (window == null
                    || window.capacity() < at % WINDOW + part
                    || !window.slice((int) (at % WINDOW), (int) part).isLoaded()) {
                return false;
            }
            at += part;
        }
        return true;
    }

    /** Lets go of the file; else it would keep its room on the disk after its removal. */
    void close() {
        lock.lock();
        try {
            closed = true;
            windows.values().forEach(unmapping::end);
            windows.clear();
        } finally {
            lock.unlock();
        }
    }

    private void map(long window) throws IOException {
        long begin = window * WINDOW;
        long length = Math.min(channel.size() - begin, WINDOW);
        if (length <= 0) {
            return;
        }
        MappedByteBuffer before = windows.put(window, channel.map(MapMode.READ_ONLY, begin, length));
        if (before != null) {
            unmapping.end(before);
        }
    }
}
