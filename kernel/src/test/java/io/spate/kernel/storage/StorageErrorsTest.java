package io.spate.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spate.api.storage.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageErrorsTest {
    @TempDir
    Path folder;

    @Test
    void tellsAFullDiskFromOtherTrouble() {
        Path file = folder.resolve("f");
        assertThat(StorageErrors.cannotWrite(file, new FileSystemException("f", null, "No space left on device")))
                .isInstanceOf(StorageFullException.class)
                .hasMessage("cannot write " + file + ": the disk is full");
        assertThat(StorageErrors.cannotWrite(file, new IOException("Disk quota exceeded")))
                .isInstanceOf(StorageFullException.class);
        assertThat(StorageErrors.cannotWrite(file, new IOException("Input/output error")))
                .isNotInstanceOf(StorageFullException.class)
                .hasMessage("cannot write " + file + ": Input/output error");
    }

    @Test
    void knowsAFullDiskByWhatTheSystemSays() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full of Linux");
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            IOException told =
                    catchThrowableOfType(IOException.class, () -> channel.write(ByteBuffer.allocateDirect(100), 0));
            assertThat(StorageErrors.cannotWrite(folder.resolve("f"), told)).isInstanceOf(StorageFullException.class);
        }
    }

    @Test
    void saysWhatIsInThePlaceOfAFile() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "needs /dev/null");
        assertThat(StorageErrors.cannotWrite(device, new IOException("Illegal seek")))
                .hasMessage("cannot write /dev/null: it is a pipe or a device (expected: a file)");
        Path file = Files.createFile(folder.resolve("a"));
        assertThat(StorageErrors.cannotRead(
                        file.resolve("b").resolve("c"), new FileSystemException("c", null, "Not a directory")))
                .hasMessage("cannot read " + file.resolve("b").resolve("c") + ": " + file
                        + " is a file (expected: a folder)");
    }

    @Test
    void namesTheFolderThatDeniesAccess() {
        Path file = folder.resolve("a").resolve("f");
        assertThat(StorageErrors.cannotWrite(file, new AccessDeniedException(folder.toString())))
                .hasMessage("cannot write " + file + ": permission denied for " + folder);
    }

    @Test
    void tellsAReadOnlyFileSystemInTheSystemsWords() {
        Path file = folder.resolve("f");
        assertThat(StorageErrors.cannotWrite(
                        file, new FileSystemException(file.toString(), null, "Read-only file system")))
                .hasMessage("cannot write " + file + ": Read-only file system");
    }
}
