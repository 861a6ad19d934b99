package io.spate.kernel.resume;

import static io.spate.kernel.resume.JournalFixture.FIRST_BOOT;
import static io.spate.kernel.resume.JournalFixture.PIECES;
import static io.spate.kernel.resume.JournalFixture.SECOND_BOOT;
import static io.spate.kernel.resume.JournalFixture.blocks;
import static io.spate.kernel.resume.JournalFixture.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Bitfield;
import io.spate.api.storage.FileStamp;
import io.spate.api.storage.TorrentStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    /** Runs something where a storage would write to the disk. */
    private interface Sync {
        void run() throws IOException;
    }

    @TempDir
    Path folder;

    private JournalFixture fixture;
    private Journal journal;

    @BeforeEach
    void begin() throws IOException {
        fixture = new JournalFixture(folder);
        journal = fixture.begin();
    }

    @Test
    void vouchesAfterAKillForWhatWasRecorded() throws IOException {
        journal.verified(3);
        journal.verified(pieces(5, 6));
        journal.unfinished(7, blocks(0, 2));
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(3, 5, 6));
        assertThat(state.doubtful().isEmpty()).isTrue();
        assertThat(state.partials()).isEqualTo(Map.of(7, blocks(0, 2)));
        assertThat(state.reason()).isEmpty();
        assertThat(state.changedFiles()).isEmpty();
    }

    @Test
    void forgetsWhatWasTakenBack() throws IOException {
        journal.verified(3);
        journal.verified(4);
        journal.unfinished(7, blocks(1));
        journal.unverified(3);
        journal.unfinished(7, blocks());
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(4));
        assertThat(state.partials()).isEmpty();
    }

    @Test
    void replacesTheBlocksOfAPieceByItsLaterRecords() throws IOException {
        journal.unfinished(7, blocks(1));
        journal.unfinished(7, blocks(1, 2));
        journal.unfinished(8, blocks(0));
        journal.verified(8);
        ResumeState state = fixture.open().state();
        assertThat(state.partials()).isEqualTo(Map.of(7, blocks(1, 2)));
        assertThat(state.have()).isEqualTo(pieces(8));
    }

    @Test
    void keepsAPieceThoughItsBlocksAreRecordedLate() throws IOException {
        journal.verified(8);
        journal.unfinished(8, blocks(0));
        assertThat(fixture.open().state().have()).isEqualTo(pieces(8));
    }

    @Test
    void goesOnWhereAnotherSessionEnded() throws IOException {
        for (int piece = 0; piece < PIECES; piece++) {
            Resumed resumed = fixture.open();
            assertThat(resumed.state().have().count()).isEqualTo(piece);
            resumed.journal().verified(piece);
            if (piece % 3 == 0) {
                resumed.journal().close(fixture.stamps);
            }
        }
        assertThat(fixture.open().state().have().isFull()).isTrue();
    }

    @Test
    void keepsADoubtUntilItIsResolved() throws IOException {
        journal.verified(pieces(1, 2, 3));
        journal.doubt(pieces(1, 2));
        journal.verified(1);
        Resumed resumed = fixture.open();
        assertThat(resumed.state().have()).isEqualTo(pieces(1, 3));
        assertThat(resumed.state().doubtful()).isEqualTo(pieces(2));
        assertThat(resumed.state().reason()).isEqualTo("the last comparison was not finished");
        resumed.journal().unverified(2);
        assertThat(fixture.open().state().doubtful().isEmpty()).isTrue();
    }

    @Test
    void doubtsAfterAPowerLossWhatWasNotSynced() throws IOException {
        journal.verified(1);
        journal.unfinished(7, blocks(0));
        journal.sync(storage(() -> {}));
        journal.verified(2);
        journal.unfinished(8, blocks(0));
        ResumeState state = fixture.open(SECOND_BOOT).state();
        assertThat(state.have()).isEqualTo(pieces(1));
        assertThat(state.doubtful()).isEqualTo(pieces(2));
        assertThat(state.partials()).isEqualTo(Map.of(7, blocks(0)));
        assertThat(state.reason()).isEqualTo("the system was restarted before all was safe on disk");
    }

    @Test
    void keepsTheDoubtOfAPowerLossThoughTheSystemRunsOn() throws IOException {
        journal.verified(2);
        fixture.open(SECOND_BOOT).journal().verified(9);
        ResumeState state = fixture.open(SECOND_BOOT).state();
        assertThat(state.have()).isEqualTo(pieces(9));
        assertThat(state.doubtful()).isEqualTo(pieces(2));
    }

    @Test
    void countsAsSyncedOnlyWhatWasRecordedBeforeTheSyncBegan() throws IOException {
        journal.verified(1);
        journal.sync(storage(() -> journal.verified(2)));
        ResumeState state = fixture.open(SECOND_BOOT).state();
        assertThat(state.have()).isEqualTo(pieces(1));
        assertThat(state.doubtful()).isEqualTo(pieces(2));
    }

    @Test
    void countsNothingAsSyncedWhenTheSyncFailed() throws IOException {
        journal.verified(1);
        assertThatThrownBy(() -> journal.sync(storage(() -> {
                    throw new IOException("broken");
                })))
                .hasMessage("broken");
        assertThat(fixture.open(SECOND_BOOT).state().doubtful()).isEqualTo(pieces(1));
    }

    @Test
    void makesUpForASyncThatFailed() throws IOException {
        journal.verified(1);
        assertThatThrownBy(() -> journal.sync(storage(() -> {
                    throw new IOException("broken");
                })))
                .hasMessage("broken");
        journal.verified(2);
        journal.sync(storage(() -> {}));
        assertThat(fixture.open(SECOND_BOOT).state().have()).isEqualTo(pieces(1, 2));
    }

    @Test
    void syncsNothingWhenNothingIsNew() throws IOException {
        journal.verified(1);
        journal.sync(storage(() -> {}));
        journal.sync(storage(() -> {
            throw new IOException("not to be called");
        }));
    }

    @Test
    void trustsOnASystemThatCannotTellOnlyWhatWasSyncedOrClosed() throws IOException {
        Journal unknown = fixture.open(BootId.UNKNOWN).journal();
        unknown.verified(1);
        assertThat(fixture.open(BootId.UNKNOWN).state().doubtful()).isEqualTo(pieces(1));

        unknown = fixture.open(BootId.UNKNOWN).journal();
        unknown.verified(pieces(1, 2));
        unknown.close(fixture.stamps);
        assertThat(fixture.open(BootId.UNKNOWN).state().have()).isEqualTo(pieces(1, 2));
    }

    @Test
    void writesNothingWhileNothingIsNew() throws IOException {
        journal.verified(1);
        journal.sync(storage(() -> {}));
        journal.close(fixture.stamps);
        byte[] before = Files.readAllBytes(fixture.path);
        Journal seeding = fixture.open(SECOND_BOOT).journal();
        seeding.unverified(5);
        seeding.doubt(pieces());
        seeding.sync(storage(() -> {}));
        seeding.close(fixture.stamps);
        assertThat(fixture.path).hasBinaryContent(before);
    }

    @Test
    void isWrittenAnewWhenItHasGrown() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            journal.unfinished(i % 5, blocks(i % 3));
            journal.verified(10 + i % 5);
            journal.unverified(16);
        }
        journal.verified(17);
        journal.sync(storage(() -> journal.verified(18)));
        assertThat(Files.size(fixture.path)).isLessThan(1000);
        journal.verified(19);

        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(10, 11, 12, 13, 14, 17, 18, 19));
        assertThat(state.partials()).containsOnlyKeys(0, 1, 2, 3, 4);
        ResumeState afterPowerLoss = fixture.open(SECOND_BOOT).state();
        assertThat(afterPowerLoss.doubtful()).isEqualTo(pieces(18, 19));
        assertThat(folder).isDirectoryNotContaining("glob:**" + DurableFiles.TEMPORARY);
    }

    @Test
    void isWrittenAnewWhenItIsOpenedAndHasGrown() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            journal.unfinished(1, blocks(i % 3));
        }
        long before = Files.size(fixture.path);
        assertThat(fixture.open().state().partials()).containsOnlyKeys(1);
        assertThat(Files.size(fixture.path)).isLessThan(before / 100);
        assertThat(fixture.open().state().partials()).containsOnlyKeys(1);
    }

    @Test
    void saysTheSameForACompleteTorrentInAFewBytes() throws IOException {
        journal.verified(Bitfield.full(PIECES));
        journal.sync(storage(() -> {}));
        journal.close(fixture.stamps);
        ResumeState state = fixture.open(SECOND_BOOT).state();
        assertThat(state.have().isFull()).isTrue();
        assertThat(state.reason()).isEmpty();
    }

    @Test
    void takesNoRecordsAfterItsEnd() throws IOException {
        journal.close(fixture.stamps);
        assertThatThrownBy(() -> journal.verified(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        journal.close(List.of(FileStamp.MISSING, FileStamp.MISSING, FileStamp.MISSING));
        assertThat(fixture.open().state().have().isEmpty()).isTrue();
    }

    @Test
    void tellsWhereItCouldNotWrite() throws IOException {
        Files.delete(fixture.path);
        Files.createDirectory(fixture.path);
        assertThatThrownBy(() -> journal.verified(1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write state " + fixture.path);
    }

    @Test
    void refusesPiecesThatTheTorrentDoesNotHave() {
        assertThatThrownBy(() -> journal.verified(PIECES)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> journal.unverified(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> journal.verified(new Bitfield(PIECES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.unfinished(1, blocks(8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesRecordsFromManyThreadsWhileItSyncsAndIsWrittenAnew() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 3000; i++) {
                            journal.unfinished(thread, blocks(i % 3));
                            journal.verified(4 + 4 * (i % 4) + thread);
                            if (i % 500 == 0) {
                                journal.sync(storage(() -> {}));
                            }
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> each : done) {
                each.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdown();
        }
        ResumeState state = fixture.open(FIRST_BOOT).state();
        assertThat(state.have().count()).isEqualTo(16);
        assertThat(state.partials()).hasSize(4).containsEntry(0, blocks(2));
    }

    private static TorrentStorage storage(Sync sync) {
        return new TorrentStorage() {
            @Override
            public void prepare() {}

            @Override
            public void read(int piece, int begin, ByteBuffer into) {}

            @Override
            public void write(int piece, int begin, ByteBuffer from) {}

            @Override
            public void sync() throws IOException {
                sync.run();
            }

            @Override
            public List<FileStamp> stamps() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
