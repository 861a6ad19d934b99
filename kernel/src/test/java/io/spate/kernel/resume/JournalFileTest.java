package io.spate.kernel.resume;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {
    private static final int ROOM = 7;

    @TempDir
    Path folder;

    @Test
    void leavesNothingBehindOfARecordForWhichThereWasNoRoom() throws IOException {
        Path path = folder.resolve("journal");
        try (FileChannel file = FileChannel.open(path, CREATE, WRITE)) {
            FileChannel full = mock(FileChannel.class, delegatesTo(file));
            doAnswer(call -> writeOnce(file, call.getArgument(0), call.getArgument(1)))
                    .when(full)
                    .write(any(ByteBuffer.class), anyLong());

            assertThatThrownBy(() -> new JournalFile(full, 0).append(RecordType.VERIFIED, ByteBuffer.allocate(100)))
                    .hasMessage("No space left on device");

            assertThat(Files.size(path)).isZero();
        }
    }

    private static int writeOnce(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        if (position >= ROOM) {
            throw new IOException("No space left on device");
        }
        file.write(bytes.duplicate().limit(ROOM), position);
        bytes.position(ROOM);
        return ROOM;
    }
}
