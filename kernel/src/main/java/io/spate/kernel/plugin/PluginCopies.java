package io.spate.kernel.plugin;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Private copies of the files of the plugins that run, so that the originals can be replaced at any time, on every system. In
 * a temporary folder, made when it is first needed, deleted at the end. What a process that was killed has left there is
 * deleted by the next: the folder of one that lives is locked.
 */
final class PluginCopies {
    private static final Logger log = LoggerFactory.getLogger(PluginCopies.class);

    private static final String PREFIX = "spate-plugins-";
    private static final String LOCK = "lock";

    private final Path temporary;
    private final String ours;
    private Path folder;
    private FileChannel lock;
    private int number;

    PluginCopies() {
        this(
                Path.of(System.getProperty("java.io.tmpdir")),
                ProcessHandle.current().pid());
    }

    /**
     * @param temporary where the folder is made
     * @param process its id is in the name of the folder, so that a process never opens a lock of its own: closing it would,
     *     on POSIX systems, give all of them back
     */
    PluginCopies(Path temporary, long process) {
        this.temporary = temporary;
        this.ours = PREFIX + process + "-";
    }

    /** @return a folder that holds the same as the source, as a source of its own */
    PluginSource copy(PluginSource source) throws PluginRefusal {
        try {
            if (folder == null) {
                deleteLeftBehind();
                folder = Files.createTempDirectory(temporary, ours);
                lock = FileChannel.open(folder.resolve(LOCK), CREATE_NEW, WRITE);
                lock.lock();
            }
            Path own = Files.createDirectory(folder.resolve(String.valueOf(number++)));
            Path copied = own.resolve(source.path().getFileName());
            if (source.isJar()) {
                Files.copy(source.path(), copied);
                return new PluginSource(copied);
            }
            PluginSource copy = new PluginSource(copied);
            copyTree(source.classes(), copy.classes());
            if (Files.isDirectory(source.libraries())) {
                copyTree(source.libraries(), copy.libraries());
            }
            return copy;
        } catch (IOException e) {
            throw new PluginRefusal(source.name() + " cannot be copied: " + e, e);
        }
    }

    /** What a class loader reads of a copy. */
    static URL[] urls(PluginSource copy) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add((copy.isJar() ? copy.path() : copy.classes()).toUri().toURL());
        if (!copy.isJar() && Files.isDirectory(copy.libraries())) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(copy.libraries(), "*.jar")) {
                for (Path jar : jars) {
                    urls.add(jar.toUri().toURL());
                }
            }
        }
        return urls.toArray(URL[]::new);
    }

    /** A file that the system still holds is left to the system's own cleaning. */
    void delete(PluginSource copy) {
        deleteTree(copy.path().getParent());
    }

    void deleteAll() {
        if (folder != null) {
            unlock();
            deleteTree(folder);
            folder = null;
        }
    }

    private void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            log.debug("{} stays locked: {}", folder, e.toString());
        }
    }

    /** Folders of other processes that are not locked. Everybody may write where they are: nothing of others is touched. */
    private void deleteLeftBehind() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path other : folders) {
                if (!other.getFileName().toString().startsWith(ours) && isLeftBehind(other)) {
                    deleteTree(other);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("{} cannot be searched for what was left behind: {}", temporary, e.toString());
        }
    }

    /** One without a lock is being made just now, or not ours to judge. */
    private static boolean isLeftBehind(Path folder) {
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), WRITE, NOFOLLOW_LINKS)) {
            return lock.tryLock() != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void deleteTree(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            log.debug("{} is left behind: {}", folder, e.toString());
        }
    }
}
