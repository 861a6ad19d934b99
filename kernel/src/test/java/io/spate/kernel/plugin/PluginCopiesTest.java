package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCopiesTest {
    private static final long OTHER_PROCESS = -1;

    @TempDir
    Path folder;

    private Path temporary;
    private PluginSource jar;

    @BeforeEach
    void makeAJar() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        jar = new PluginSource(Files.write(folder.resolve("some.jar"), new byte[] {1, 2}));
    }

    @Test
    void deletesItsFolderAtTheEnd() throws Exception {
        PluginCopies copies = new PluginCopies(temporary, 1);
        PluginSource copy = copies.copy(jar);
        assertThat(copy.path()).hasBinaryContent(new byte[] {1, 2});
        copies.deleteAll();
        assertThat(everything()).isEmpty();
    }

    @Test
    void deletesWhatAProcessThatIsGoneHasLeft() throws Exception {
        Path left = Files.createDirectories(temporary.resolve("spate-plugins-7-x/0"))
                .getParent();
        Files.createFile(left.resolve("lock"));
        Files.createFile(left.resolve("0/old.jar"));
        PluginCopies copies = new PluginCopies(temporary, OTHER_PROCESS);
        copies.copy(jar);
        assertThat(left).doesNotExist();
        copies.deleteAll();
    }

    @Test
    void leavesWhatIsInUseOrNotItsOwn() throws Exception {
        PluginCopies mine = new PluginCopies(temporary, 1);
        PluginSource copy = mine.copy(jar);
        Path unlocked = Files.createDirectory(temporary.resolve("spate-plugins-8-x"));
        Path strange = Files.createDirectory(temporary.resolve("another"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("lock"));
        Files.createSymbolicLink(temporary.resolve("spate-plugins-9-x"), elsewhere);
        PluginCopies second = new PluginCopies(temporary, 1);
        second.copy(jar);
        assertThat(copy.path()).exists();
        assertThat(unlocked).exists();
        assertThat(strange).exists();
        assertThat(elsewhere.resolve("lock")).exists();
        second.deleteAll();
        mine.deleteAll();
    }

    @Test
    void locksItsFolderWhileItIsInUse() throws Exception {
        PluginCopies copies = new PluginCopies(temporary, 1);
        copies.copy(jar);
        Path lock = everything().get(0).resolve("lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertThat(catchThrowable(channel::tryLock)).isInstanceOf(OverlappingFileLockException.class);
        }
        copies.deleteAll();
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.toList();
        }
    }
}
