package io.spate.kernel.resume;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.storage.FileStamp;
import io.spate.kernel.metainfo.MetainfoReader;
import io.spate.kernel.storage.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder in which a session keeps what survives it; it belongs to one process at a time. For each torrent there is a
 * journal, its torrent file, and how the session has it, all named after its info-hash; then the values of plugins. Methods
 * block and run on disk threads; they are safe for threads, but not two at once for the same torrent.
 */
public final class StateDirectory implements AutoCloseable {
    private static final String JOURNAL = ".journal";
    private static final String TORRENT = ".torrent";
    private static final String SAVED = ".saved";
    private static final int MAX_TORRENT_LENGTH = 40 * 1024 * 1024; // as many as peers may send, and its trackers

    /** Priorities of as many files as a torrent can have, and what else is saved. */
    private static final int MAX_SAVED_LENGTH = 4 * 1024 * 1024;

    private static final Pattern SAVED_TORRENT = Pattern.compile("([0-9a-f]{40}|[0-9a-f]{64})\\.saved");

    /**
     * Those of this process. A second session must not as much as open the lock of the first: on POSIX systems a process that
     * closes a file gives back all locks that it has on it.
     */
    private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path claimed;
    private final BootId boot;
    private final FileChannel lock; // the system gives it back, however the process ends
    private final BlobStore blobs;

    private StateDirectory(Path path, Path claimed, BootId boot, FileChannel lock) {
        this.path = path;
        this.claimed = claimed;
        this.boot = boot;
        this.lock = lock;
        this.blobs = new BlobStore(path.resolve("plugins"));
    }

    /**
     * Makes the folder if need be, and claims it.
     *
     * @throws SpateException {@link ErrorCode#STATE_FAILED} if it cannot be written to, or somebody else has it
     */
    public static StateDirectory open(Path path, BootId boot) {
        try {
            Folders.make(path);
            Path claimed = path.toRealPath();
            if (!OF_THIS_PROCESS.add(claimed)) {
                throw isInUse(path);
            }
            try {
                return new StateDirectory(path, claimed, boot, lock(path));
            } catch (IOException | RuntimeException e) {
                OF_THIS_PROCESS.remove(claimed);
                throw e;
            }
        } catch (IOException e) {
            throw new SpateException(
                    ErrorCode.STATE_FAILED, "state directory " + path + ": cannot be used: " + reason(e), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Values of plugins. */
    public BlobStore blobs() {
        return blobs;
    }

    /**
     * Opens the journal of a torrent, or begins one.
     *
     * @param found what the torrent's files are like now, one entry a file
     */
    public Resumed resume(Metainfo metainfo, List<FileStamp> found) throws IOException {
        Path journal = file(metainfo.infoHashes().best(), JOURNAL);
        return new JournalOpening(journal, metainfo, found, boot).open();
    }

    /** Keeps a torrent file byte for byte. */
    public void saveTorrent(InfoHash torrent, byte[] metainfo) throws IOException {
        DurableFiles.replace(file(torrent, TORRENT), metainfo);
    }

    /** What was kept by {@link #saveTorrent}; not to be trusted more than any torrent file. */
    public Optional<byte[]> loadTorrent(InfoHash torrent) throws IOException {
        return DurableFiles.read(file(torrent, TORRENT), MAX_TORRENT_LENGTH);
    }

    /** Remembers how the session has a torrent. Its torrent file, if it has one, must be kept already. */
    public void save(SavedTorrent torrent) throws IOException {
        DurableFiles.replace(file(torrent.hash(), SAVED), SavedTorrentFile.write(torrent));
    }

    /** The torrents that were saved and not dropped. */
    public List<InfoHash> saved() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .flatMap(name -> torrentOf(name).stream())
                    .toList();
        }
    }

    /**
     * What was saved of a torrent.
     *
     * @throws IOException if it cannot be read
     * @throws SpateException if it is damaged
     */
    public SavedTorrent load(InfoHash torrent) throws IOException {
        byte[] file = DurableFiles.read(file(torrent, SAVED), MAX_SAVED_LENGTH)
                .orElseThrow(() -> new NoSuchFileException(file(torrent, SAVED).toString()));
        return SavedTorrentFile.read(torrent, file, this::metainfo);
    }

    /** The session has the torrent no more. What else is kept of it stays. */
    public void drop(InfoHash torrent) throws IOException {
        Files.deleteIfExists(file(torrent, SAVED));
    }

    /** Forgets all of a torrent, plugins' values included. Its journal must be closed. The data stays. */
    public void remove(InfoHash torrent) throws IOException {
        drop(torrent);
        Files.deleteIfExists(file(torrent, JOURNAL));
        blobs.remove(torrent);
        Files.deleteIfExists(file(torrent, TORRENT));
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        if (lock.isOpen()) {
            lock.close();
            OF_THIS_PROCESS.remove(claimed);
        }
    }

    private Path file(InfoHash torrent, String suffix) {
        return path.resolve(torrent.toHex() + suffix);
    }

    private Metainfo metainfo(InfoHash torrent) throws IOException {
        byte[] file = loadTorrent(torrent)
                .orElseThrow(
                        () -> new NoSuchFileException(file(torrent, TORRENT).toString()));
        return MetainfoReader.forThisSystem().read(file);
    }

    private static Optional<InfoHash> torrentOf(String fileName) {
        return SAVED_TORRENT.matcher(fileName).matches()
                ? Optional.of(InfoHash.ofHex(fileName.substring(0, fileName.length() - SAVED.length())))
                : Optional.empty();
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel lock = FileChannel.open(path.resolve("lock"), CREATE, WRITE);
        try {
            if (lock.tryLock() != null) {
                return lock;
            }
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        lock.close();
        throw isInUse(path);
    }

    private static SpateException isInUse(Path path) {
        return new SpateException(ErrorCode.STATE_FAILED, "state directory " + path + ": another session is using it");
    }

    /** The JDK's exceptions for files name the file, and often nothing else. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file (expected: a folder)";
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " cannot be made";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return String.valueOf(failure.getMessage());
    }
}
