package io.spate.kernel.storage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds a torrent, and the border that no path of it leaves, whatever links are on disk. The folder itself
 * may be reached through a link: that is its owner's wish.
 */
final class SaveDirectory {
    private static final Logger LOGGER = LoggerFactory.getLogger(SaveDirectory.class);

    private final Path path;
    private final Set<Path> changed = ConcurrentHashMap.newKeySet();

    SaveDirectory(Path path) {
        this.path = path;
    }

    /** @throws IOException if this system cannot name such a file */
    Path resolve(List<String> elements) throws IOException {
        try {
            Path resolved = path;
            for (String element : elements) {
                resolved = resolved.resolve(element);
            }
            return resolved;
        } catch (InvalidPathException e) {
            throw new IOException("cannot name a file " + String.join("/", elements) + " here: " + e.getReason()
                    + " (expected: names in the system's encoding, " + System.getProperty("sun.jnu.encoding") + ")");
        }
    }

    /** Where the file really is. Its folder must exist. */
    Path locate(Path file) throws IOException {
        Path real = path.toRealPath();
        return inside(real, real.resolve(path.relativize(file.getParent())).toRealPath())
                .resolve(file.getFileName());
    }

    /** Makes the folders above the file one by one, so that none is made on the other side of a link, and says where it is. */
    Path makeRoomFor(Path file) throws IOException {
        return makeDirectories(file.getParent()).resolve(file.getFileName());
    }

    /** @return the real path of a folder in here, which exists now */
    Path makeDirectories(Path folder) throws IOException {
        Folders.make(path);
        Path real = path.toRealPath();
        Path at = real;
        for (Path name : path.relativize(folder)) {
            if (!name.toString().isEmpty()) {
                at = inside(real, makeDirectory(at.resolve(name)).toRealPath());
            }
        }
        return at;
    }

    /** Makes a link if there is nothing in its place. It holds no data, so systems that refuse links do without. */
    void makeLink(Path link, Path target) throws IOException {
        try {
            Path real = makeRoomFor(link);
            Path realTarget = path.toRealPath().resolve(path.relativize(target));
            if (!Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(real, real.getParent().relativize(realTarget));
                onMade(real);
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            LOGGER.warn("cannot make the link {}: {}", link, e.toString());
        }
    }

    /** Tells that a file was or may have been made: its folder has something new that a power loss could take. */
    void onMade(Path file) {
        changed.add(file.getParent());
    }

    /** Makes what is new in the folders survive a power loss. */
    void sync() throws IOException {
        for (Path folder : changed) {
            changed.remove(folder);
            try {
                Folders.force(folder);
            } catch (NoSuchFileException e) {
                continue; // removed behind our back: nothing to keep
            } catch (IOException e) {
                changed.add(folder);
                throw StorageErrors.cannotWrite(folder, e);
            }
        }
    }

    private Path makeDirectory(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            onMade(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new FileAlreadyExistsException(folder.toString(), null, "there is a file (expected: a folder)");
            }
        }
        return folder;
    }

    private Path inside(Path border, Path real) throws PathOutsideException {
        if (!real.startsWith(border)) {
            throw new PathOutsideException(real, path);
        }
        return real;
    }
}
