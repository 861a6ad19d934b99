package io.spate.kernel.resume;

import static io.spate.kernel.resume.JournalFixture.PIECES;
import static io.spate.kernel.resume.JournalFixture.PIECE_LENGTH;
import static io.spate.kernel.resume.JournalFixture.blocks;
import static io.spate.kernel.resume.JournalFixture.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.storage.FileStamp;
import io.spate.kernel.resume.ResumeState.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start believes of the last one's records, by what the files are like. Piece 10 is in both files. */
class ResumeStateTest {
    private static final int A_LENGTH = 10 * PIECE_LENGTH + 5;
    private static final int B_LENGTH = 10 * PIECE_LENGTH - 5;
    private static final long MINUTE_MILLIS = 60_000;

    @TempDir
    Path folder;

    private JournalFixture fixture;

    @BeforeEach
    void recordSome() throws IOException {
        fixture = new JournalFixture(folder);
        Journal journal = fixture.begin();
        journal.verified(pieces(0, 1, 9, 10, 11, 18));
        journal.unfinished(5, blocks(0));
        journal.unfinished(15, blocks(0));
    }

    @Test
    void comparesAllThatMayBeThereWhenNothingIsKnown() throws IOException {
        Files.delete(fixture.path);
        found(stamp(A_LENGTH, 0), FileStamp.MISSING);
        ResumeState state = fixture.open().state();
        assertThat(state.have().isEmpty()).isTrue();
        assertThat(state.doubtful()).isEqualTo(pieces(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(state.reason()).isEqualTo("there is no saved state");
        assertThat(state.changedFiles()).isEmpty();
    }

    @Test
    void hasNothingToCompareWhenThereAreNoFiles() throws IOException {
        Files.delete(fixture.path);
        found(FileStamp.MISSING, FileStamp.MISSING);
        ResumeState state = fixture.open().state();
        assertThat(state.doubtful().isEmpty()).isTrue();
        assertThat(state.reason()).isEmpty();
    }

    @Test
    void believesAllAfterAnOrderlyEndWhenNothingChanged() throws IOException {
        closeWith(stamp(A_LENGTH, 7), stamp(B_LENGTH, 8));
        found(stamp(A_LENGTH, 7), stamp(B_LENGTH, 8));
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0, 1, 9, 10, 11, 18));
        assertThat(state.partials()).containsOnlyKeys(5, 15);
        assertThat(state.doubtful().isEmpty()).isTrue();
        assertThat(state.changedFiles()).isEmpty();
    }

    @Test
    void comparesAFileAgainThatHasAnotherTimeAfterAnOrderlyEnd() throws IOException {
        closeWith(stamp(A_LENGTH, 7), stamp(B_LENGTH, 8));
        found(stamp(A_LENGTH, 7), stamp(B_LENGTH, 9));
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0, 1, 9));
        assertThat(state.doubtful()).isEqualTo(pieces(10, 11, 12, 13, 14, 15, 16, 17, 18, 19));
        assertThat(state.partials()).containsOnlyKeys(5);
        assertThat(state.changedFiles()).extracting(ChangedFile::file).containsExactly(2);
        assertThat(state.reason()).startsWith("t/b was changed at 1970-01-01T00:00:00.009Z (expected: at ");
    }

    @Test
    void comparesAFileAgainThatHasAnotherLengthAfterAnOrderlyEnd() throws IOException {
        closeWith(stamp(A_LENGTH, 7), stamp(B_LENGTH, 8));
        found(stamp(A_LENGTH + 1, 7), stamp(B_LENGTH, 8));
        ResumeState state = fixture.open().state();
        assertThat(state.doubtful()).isEqualTo(pieces(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        assertThat(state.reason()).isEqualTo("t/a has " + (A_LENGTH + 1) + " bytes (expected: " + A_LENGTH + ")");
    }

    @Test
    void staysInDoubtUntilTheComparisonIsDoneWhateverHappens() throws IOException {
        closeWith(stamp(A_LENGTH, 7), stamp(B_LENGTH, 8));
        found(stamp(A_LENGTH, 7), stamp(B_LENGTH, 9));
        Journal comparing = fixture.open().journal();
        comparing.verified(11);
        comparing.unverified(18);
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0, 1, 9, 11));
        assertThat(state.doubtful()).isEqualTo(pieces(10, 12, 13, 14, 15, 16, 17, 19));
    }

    @Test
    void comparesFilesThatWereNotThereAtTheLastEndThoughNothingIsKnownOfThem() throws IOException {
        Files.delete(fixture.path);
        found(FileStamp.MISSING, FileStamp.MISSING);
        closeWith(FileStamp.MISSING, FileStamp.MISSING); // nothing was found, in the wrong folder
        found(stamp(5 * PIECE_LENGTH, 3), FileStamp.MISSING);
        ResumeState state = fixture.open().state();
        assertThat(state.doubtful()).isEqualTo(pieces(0, 1, 2, 3, 4));
        assertThat(state.changedFiles()).containsExactly(new ChangedFile(0, "has appeared"));
        assertThat(state.reason()).isEqualTo("t/a has appeared");
    }

    @Test
    void believesAFileAfterAKillThatIsAsNewAsTheRecords() throws IOException {
        long lastRecord = 1_000 * MINUTE_MILLIS;
        Files.setLastModifiedTime(fixture.path, FileTime.fromMillis(lastRecord));
        found(stamp(A_LENGTH, lastRecord + MINUTE_MILLIS), stamp(B_LENGTH, lastRecord + MINUTE_MILLIS + 1));
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0, 1, 9));
        assertThat(state.doubtful()).isEqualTo(pieces(10, 11, 18));
        assertThat(state.changedFiles()).extracting(ChangedFile::file).containsExactly(2);
        assertThat(state.reason()).contains("t/b was changed at").contains("after the last record at");
    }

    @Test
    void forgetsThePiecesOfAFileThatIsGone() throws IOException {
        found(stamp(A_LENGTH, 0), FileStamp.MISSING);
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0, 1, 9));
        assertThat(state.doubtful().isEmpty()).isTrue();
        assertThat(state.partials()).containsOnlyKeys(5);
        assertThat(state.changedFiles()).containsExactly(new ChangedFile(2, "is missing"));
        assertThat(state.reason()).isEmpty();
    }

    @Test
    void comparesWhatIsLeftOfAFileThatWasCut() throws IOException {
        found(stamp(5 * PIECE_LENGTH, 0), stamp(B_LENGTH, 0));
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(11, 18));
        assertThat(state.doubtful()).isEqualTo(pieces(0, 1));
        assertThat(state.reason())
                .isEqualTo("t/a has " + 5 * PIECE_LENGTH + " bytes (expected: " + A_LENGTH + " or more)");
    }

    @Test
    void needsNoMoreOfAFileThanWhatIsKnownOfIt() throws IOException {
        int needed = 19 * PIECE_LENGTH - A_LENGTH; // piece 18 is the last
        found(stamp(A_LENGTH, 0), stamp(needed, 0));
        assertThat(fixture.open().state().changedFiles()).isEmpty();
        found(stamp(A_LENGTH, 0), stamp(needed - 1, 0));
        assertThat(fixture.open().state().changedFiles())
                .containsExactly(
                        new ChangedFile(2, "has " + (needed - 1) + " bytes (expected: " + needed + " or more)"));
    }

    @Test
    void countsTheBlocksOfUnfinishedPieces() throws IOException {
        Files.delete(fixture.path);
        Journal journal = fixture.begin();
        journal.unfinished(10, blocks(0)); // 5 bytes of the first file, and more of the other
        found(stamp(A_LENGTH, 0), stamp(16 * 1024 - 5, 0));
        assertThat(fixture.open().state().partials()).containsOnlyKeys(10);
        found(stamp(A_LENGTH, 0), stamp(16 * 1024 - 6, 0));
        ResumeState state = fixture.open().state();
        assertThat(state.partials()).isEmpty();
        assertThat(state.changedFiles()).extracting(ChangedFile::file).containsExactly(2);
    }

    @Test
    void countsAShortLastBlockAsItIs() throws IOException {
        Files.delete(fixture.path);
        Journal journal = fixture.begin();
        journal.unfinished(7, blocks(2));
        found(stamp(8 * PIECE_LENGTH, 0), FileStamp.MISSING);
        assertThat(fixture.open().state().partials()).containsOnlyKeys(7);
        found(stamp(8 * PIECE_LENGTH - 1, 0), FileStamp.MISSING);
        assertThat(fixture.open().state().partials()).isEmpty();
    }

    @Test
    void saysNothingOfChangedFilesOfWhichNothingIsKnown() throws IOException {
        Files.delete(fixture.path);
        Journal journal = fixture.begin();
        journal.verified(0);
        found(stamp(A_LENGTH, 0), FileStamp.MISSING);
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0));
        assertThat(state.changedFiles()).isEmpty();
    }

    @Test
    void believesAStorageThatAnswersAlways() throws IOException {
        closeWith(FileStamp.ALWAYS, FileStamp.ALWAYS);
        found(FileStamp.ALWAYS, FileStamp.ALWAYS);
        assertThat(fixture.open().state().have().count()).isEqualTo(6);
    }

    @Test
    void givesItsReceiverBitFieldsOfItsOwn() throws IOException {
        Resumed resumed = fixture.open();
        resumed.state().have().setAll();
        resumed.state().partials().get(5).clear();
        resumed.journal().verified(3);
        assertThat(fixture.open().state().have().count()).isEqualTo(7).isLessThan(PIECES);
        assertThat(fixture.open().state().partials()).containsEntry(5, blocks(0));
    }

    @Test
    void refusesStampsOfAnotherTorrent() {
        fixture.stamps = List.of();
        assertThatThrownBy(fixture::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stamps: 0 (expected: one for each of 3 files)");
    }

    private void closeWith(FileStamp a, FileStamp b) throws IOException {
        fixture.open().journal().close(List.of(a, stamp(0, 0), b));
    }

    private void found(FileStamp a, FileStamp b) {
        fixture.stamps = List.of(a, stamp(0, 0), b);
    }

    private static FileStamp stamp(long length, long modifiedMillis) {
        return new FileStamp(length, modifiedMillis);
    }
}
