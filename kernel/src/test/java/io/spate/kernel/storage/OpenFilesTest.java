package io.spate.kernel.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
    private static final int LIMIT = 3;

    private final OpenFiles open = new OpenFiles(LIMIT);

    @TempDir
    Path folder;

    private List<StoredFile> files;

    @BeforeEach
    void makeFiles() throws IOException {
        SaveDirectory directory = new SaveDirectory(folder);
        files = IntStream.range(0, 6)
                .mapToObj(i -> new StoredFile(directory, folder.resolve("f" + i), open))
                .toList();
        for (StoredFile file : files) {
            file.create();
        }
    }

    @Test
    void closesTheFileThatWasNotUsedForLongest() throws IOException {
        OpenFile first = use(0);
        OpenFile second = use(1);
        use(2);
        use(0);
        use(3);
        assertThat(open.size()).isEqualTo(LIMIT);
        assertThat(first.channel.isOpen()).isTrue();
        assertThat(second.channel.isOpen()).isFalse();
    }

    @Test
    void whatIsMovedAwayWhileItIsOpenedCountsAsAnothersFile() throws IOException {
        assertThat(files.get(0).isOurs()).isTrue();
        SaveDirectory gone = new SaveDirectory(folder.resolve("gone"));
        StoredFile file = new StoredFile(gone, folder.resolve("gone").resolve("f"), open);
        assertThat(file.isOurs()).isFalse();
    }

    @Test
    void closesNoFileUnderItsReader() throws IOException {
        OpenFile held = open.acquire(files.get(0), false);
        for (int i = 1; i < files.size(); i++) {
            use(i);
        }
        assertThat(held.channel.isOpen()).isTrue();
        assertThat(open.acquire(files.get(0), false)).isSameAs(held);
    }

    @Test
    void opensMoreRatherThanWaitWhenAllAreInUse() throws IOException {
        List<OpenFile> held = List.of(
                open.acquire(files.get(0), false),
                open.acquire(files.get(1), false),
                open.acquire(files.get(2), false),
                open.acquire(files.get(3), false));
        assertThat(held).allMatch(file -> file.channel.isOpen());
        for (OpenFile file : held) {
            open.release(file);
        }
        use(4);
        assertThat(open.size()).isEqualTo(LIMIT);
    }

    @Test
    void opensAFileOnceMoreToWriteItAndClosesTheFirstWhenItsReaderIsDone() throws IOException {
        OpenFile reader = open.acquire(files.get(0), false);
        OpenFile writer = open.acquire(files.get(0), true);
        assertThat(writer).isNotSameAs(reader);
        assertThat(reader.channel.isOpen()).isTrue();
        open.release(reader);
        assertThat(reader.channel.isOpen()).isFalse();
        assertThat(open.acquire(files.get(0), false)).isSameAs(writer);
    }

    @Test
    void closesTheFilesOfATorrentAtOnceOrWithTheirLastUser() throws IOException {
        OpenFile idle = use(0);
        OpenFile held = open.acquire(files.get(1), false);
        open.close(files);
        assertThat(idle.channel.isOpen()).isFalse();
        assertThat(held.channel.isOpen()).isTrue();
        open.release(held);
        assertThat(held.channel.isOpen()).isFalse();
        assertThat(open.size()).isZero();
    }

    @Test
    void closesAllFilesThoughSomeCannotBeClosedWell() throws IOException {
        FileChannel first = failing("disk quota exceeded");
        FileChannel second = failing("stale file handle");
        OpenFile third = use(0);
        List<OpenFile> idle = List.of(new OpenFile(first, true, false), new OpenFile(second, true, false), third);

        assertThatThrownBy(() -> OpenFiles.close(idle))
                .hasMessage("disk quota exceeded")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("stale file handle"));
        assertThat(third.channel.isOpen()).isFalse();
    }

    @Test
    void aLookAtAFileKeepsItFromBeingTheNextToClose() throws IOException {
        OpenFile looked = use(0);
        OpenFile other = use(1);
        use(2);
        assertThat(open.ifOpen(files.get(0))).containsSame(looked);
        use(3);
        assertThat(looked.channel.isOpen()).isTrue();
        assertThat(other.channel.isOpen()).isFalse();
    }

    @Test
    void refusesALimitOfNothing() {
        assertThatThrownBy(() -> new OpenFiles(0)).hasMessage("open files: 0 (expected: 1 or more)");
    }

    private static FileChannel failing(String why) throws IOException {
        FileChannel channel = mock();
        doThrow(new IOException(why)).when(channel).close();
        return channel;
    }

    private OpenFile use(int file) throws IOException {
        OpenFile used = open.acquire(files.get(file), false);
        open.release(used);
        return used;
    }
}
