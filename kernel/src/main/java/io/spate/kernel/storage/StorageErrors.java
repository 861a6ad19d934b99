package io.spate.kernel.storage;

import io.spate.api.storage.StorageFullException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what failed in the words of people: what was to be done, with which file, and what was wrong. */
final class StorageErrors {
    private static final long NEXT_TO_NOTHING = 64 * 1024;

    private StorageErrors() {}

    static IOException cannotRead(Path path, IOException cause) {
        return new IOException("cannot read " + path + ": " + reason(path, cause), cause);
    }

    static IOException cannotWrite(Path path, IOException cause) {
        if (isFull(path, cause)) {
            return new StorageFullException("cannot write " + path + ": the disk is full", cause);
        }
        return new IOException("cannot write " + path + ": " + reason(path, cause), cause);
    }

    private static String reason(Path path, IOException cause) {
        if (cause instanceof PathOutsideException) {
            return cause.getMessage();
        }
        if (Files.isSymbolicLink(path)) {
            return "it is a symbolic link (expected: a file)";
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "it is a directory (expected: a file)";
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return "it is a pipe or a device (expected: a file)";
        }
        Optional<Path> inTheWay = fileAbove(path);
        if (inTheWay.isPresent()) {
            return inTheWay.get() + " is a file (expected: a folder)";
        }
        if (cause instanceof AccessDeniedException denied) {
            return "permission denied" + (path.toString().equals(denied.getFile()) ? "" : " for " + denied.getFile());
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason() + (path.toString().equals(system.getFile()) ? "" : " (" + system.getFile() + ")");
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Where a folder should be. */
    private static Optional<Path> fileAbove(Path path) {
        return Stream.iterate(path.getParent(), Objects::nonNull, Path::getParent)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The system's words may be in any language, so the free space counts, too. */
    private static boolean isFull(Path path, IOException cause) {
        String told = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return told.contains("no space left")
                || told.contains("not enough space")
                || told.contains("quota exceeded")
                || !(cause instanceof FileSystemException) && isNextToNothingFree(path);
    }

    private static boolean isNextToNothingFree(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace() < NEXT_TO_NOTHING;
        } catch (IOException e) {
            return false;
        }
    }
}
