package io.spate.kernel.storage;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.spate.api.storage.FileStamp;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;

/** One file of a torrent on disk. Safe for threads. */
final class StoredFile {
    private final SaveDirectory directory;
    private final Path path;
    private final OpenFiles openFiles;

    /** Systems let one thread at a time write to a file, and have the others wait for it in a loop that costs a core. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean isUnsynced;

    StoredFile(SaveDirectory directory, Path path, OpenFiles openFiles) {
        this.directory = directory;
        this.path = path;
        this.openFiles = openFiles;
    }

    Path path() {
        return path;
    }

    /** Called by {@link OpenFiles} alone. */
    FileChannel open(boolean toWrite) throws IOException {
        if (!toWrite) {
            return FileChannel.open(directory.locate(path), READ, NOFOLLOW_LINKS);
        }
        Path real = directory.makeRoomFor(path);
        FileChannel channel = FileChannel.open(real, READ, WRITE, CREATE, NOFOLLOW_LINKS);
        directory.onMade(real);
        return channel;
    }

    /** Called by {@link OpenFiles} alone. */
    boolean isOurs() {
        try {
            return Files.isWritable(directory.locate(path));
        } catch (IOException e) {
            return false; // it was moved away since it was opened, and is read all the same
        }
    }

    void read(long position, ByteBuffer into) throws IOException {
        try {
            OpenFile open = openFiles.acquire(this, false);
            try {
                int length = into.remaining();
                readFully(open.channel, position, into);
                open.pageCache.watch(position, length);
            } finally {
                openFiles.release(open);
            }
        } catch (NoSuchFileException e) {
            throw new EOFException("cannot read " + path + ": no such file");
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            throw StorageErrors.cannotRead(path, e);
        }
    }

    /** Whether {@link #read} of the range would be a copy from memory. Does not block. */
    boolean isInMemory(long position, long length) {
        return openFiles
                .ifOpen(this)
                .map(open -> open.pageCache.holds(position, length)) // no, once that is closed
                .orElse(false);
    }

    void write(long position, ByteBuffer from) throws IOException {
        try {
            OpenFile open = openFiles.acquire(this, true);
            writing.lock();
            try {
                writeFully(open.channel, position, from);
            } finally {
                writing.unlock();
                isUnsynced = true;
                openFiles.release(open);
            }
        } catch (IOException e) {
            throw StorageErrors.cannotWrite(path, e);
        }
    }

    /** Makes the file if it is not there. */
    void create() throws IOException {
        try {
            Path real = directory.makeRoomFor(path);
            if (!Files.exists(real, NOFOLLOW_LINKS)) {
                FileChannel.open(real, WRITE, CREATE, NOFOLLOW_LINKS).close();
                directory.onMade(real);
            }
        } catch (IOException e) {
            throw StorageErrors.cannotWrite(path, e);
        }
    }

    /** Called by one thread at a time. */
    void sync() throws IOException {
        if (!isUnsynced) {
            return;
        }
        isUnsynced = false; // before, so that a write meanwhile counts for the next time
        try {
            force();
        } catch (IOException e) {
            isUnsynced = true;
            throw StorageErrors.cannotWrite(path, e);
        }
    }

    FileStamp stamp() throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(directory.locate(path), BasicFileAttributes.class, NOFOLLOW_LINKS);
            return found.isRegularFile()
                    ? new FileStamp(found.size(), found.lastModifiedTime().toMillis())
                    : FileStamp.MISSING;
        } catch (NoSuchFileException e) {
            return FileStamp.MISSING;
        } catch (IOException e) {
            throw StorageErrors.cannotRead(path, e);
        }
    }

    private void force() throws IOException {
        if (stamp().isMissing()) {
            return; // removed behind our back: not to be made anew, empty
        }
        OpenFile open = openFiles.acquire(this, true);
        try {
            open.channel.force(false);
        } finally {
            openFiles.release(open);
        }
    }

    private void readFully(FileChannel channel, long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("cannot read " + path + ": it ends at byte " + channel.size() + " (expected: "
                        + (at + into.remaining()) + " or more)");
            }
            at += count;
        }
    }

    private static void writeFully(FileChannel channel, long position, ByteBuffer from) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }
}
