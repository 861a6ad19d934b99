package io.spate.kernel.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of all torrents that are open now. When there are too many, those that were not used for longest are closed, but
 * never under a thread that reads or writes; so while every one of them is in use there may be more, at most one a disk
 * thread. Safe for threads.
 */
final class OpenFiles {
    private final int limit;
    private final Map<StoredFile, OpenFile> leastUsedFirst = new LinkedHashMap<>(16, 0.75f, true); // guarded by this

    OpenFiles(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("open files: " + limit + " (expected: 1 or more)");
        }
        this.limit = limit;
    }

    /** The file if it is open now; anybody may close it at any moment. It counts as used. Does not block. */
    synchronized Optional<OpenFile> ifOpen(StoredFile file) {
        return Optional.ofNullable(leastUsedFirst.get(file));
    }

    /** The file, opened if it is not, until {@link #release}. A file that was opened to read only is opened once more to write. */
    OpenFile acquire(StoredFile file, boolean toWrite) throws IOException {
        OpenFile open = use(file, toWrite);
        if (open != null) {
            return open;
        }
        synchronized (file) { // so that opening, which is slow, holds up nobody but those who want the same file
            open = use(file, toWrite);
            if (open == null) {
                open = new OpenFile(file.open(toWrite), toWrite, toWrite || file.isOurs());
                add(file, open);
            }
            return open;
        }
    }

    void release(OpenFile open) throws IOException {
        boolean close;
        synchronized (this) {
            open.users--;
            close = open.isEvicted && open.users == 0;
        }
        if (close) {
            open.close();
        }
    }

    /** Closes the files of a torrent that is done. */
    void close(Iterable<StoredFile> files) throws IOException {
        List<OpenFile> idle = new ArrayList<>();
        synchronized (this) {
            for (StoredFile file : files) {
                evict(leastUsedFirst.remove(file), idle);
            }
        }
        close(idle);
    }

    synchronized int size() {
        return leastUsedFirst.size();
    }

    private synchronized OpenFile use(StoredFile file, boolean toWrite) {
        OpenFile open = leastUsedFirst.get(file);
        // A channel is closed behind our back when somebody interrupts a thread that is using it
        if (open == null || toWrite && !open.isWritable || !open.channel.isOpen()) {
            return null;
        }
        open.users++;
        return open;
    }

    private void add(StoredFile file, OpenFile open) throws IOException {
        List<OpenFile> idle = new ArrayList<>();
        synchronized (this) {
            evict(leastUsedFirst.put(file, open), idle);
            Iterator<OpenFile> candidates = leastUsedFirst.values().iterator();
            while (leastUsedFirst.size() > limit && candidates.hasNext()) {
                OpenFile candidate = candidates.next();
                if (candidate.users == 0) {
                    candidates.remove();
                    evict(candidate, idle);
                }
            }
        }
        try {
            close(idle);
        } catch (IOException e) {
            release(open); // the caller gets none, and will not do it
            throw e;
        }
    }

    private static void evict(OpenFile open, List<OpenFile> idle) {
        if (open != null) {
            open.isEvicted = true;
            if (open.users == 0) {
                idle.add(open);
            }
        }
    }

    /** All of them, however many fail; the first failure has the others with it. */
    static void close(List<OpenFile> idle) throws IOException {
        IOException first = null;
        for (OpenFile open : idle) {
            try {
                open.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
