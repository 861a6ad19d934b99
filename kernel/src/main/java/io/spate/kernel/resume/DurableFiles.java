package io.spate.kernel.resume;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.spate.kernel.storage.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Replaces small files so that after a crash there is the old one or the new one, never a mixture and never none. */
final class DurableFiles {
    static final String TEMPORARY = ".new";

    private DurableFiles() {}

    /** Writes the whole of a file. */
    interface Content<T> {
        /** Must have forced it when it returns. */
        T writeTo(Path temporary) throws IOException;
    }

    /** @return nothing if there is no such file */
    static Optional<byte[]> read(Path path, int maxLength) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(maxLength + 1);
            if (content.length > maxLength) {
                throw new IOException("cannot read " + path + ": it is longer than " + maxLength + " bytes");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static void replace(Path path, byte[] content) throws IOException {
        replace(path, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return content;
        });
    }

    /** Not to be called for the same path by two threads. */
    static <T> T replace(Path path, Content<T> content) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + TEMPORARY);
        T result;
        try {
            result = content.writeTo(temporary);
            Files.move(temporary, path, ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Folders.force(path.getParent());
        return result;
    }
}
