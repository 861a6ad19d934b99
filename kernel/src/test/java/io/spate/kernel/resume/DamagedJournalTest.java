package io.spate.kernel.resume;

import static io.spate.kernel.resume.JournalFixture.FIRST_BOOT;
import static io.spate.kernel.resume.JournalFixture.PIECES;
import static io.spate.kernel.resume.JournalFixture.blocks;
import static io.spate.kernel.resume.JournalFixture.pieces;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.Bitfield;
import io.spate.testkit.SampleTorrent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedJournalTest {
    @TempDir
    Path folder;

    private JournalFixture fixture;
    private byte[] whole;

    @BeforeEach
    void recordSome() throws IOException {
        fixture = new JournalFixture(folder);
        Journal journal = fixture.begin();
        journal.verified(pieces(0, 1));
        journal.unfinished(15, blocks(0, 1));
        for (int piece = 2; piece < 10; piece++) {
            journal.verified(piece);
        }
        whole = Files.readAllBytes(fixture.path);
    }

    @Test
    void cutsARecordThatWasNotWrittenToItsEnd() throws IOException {
        Bitfield before = new Bitfield(PIECES);
        for (int length = TorrentIdentity.HEADER_LENGTH; length <= whole.length; length++) {
            Files.write(fixture.path, Arrays.copyOf(whole, length));
            ResumeState state = fixture.open().state();
            assertThat(state.reason()).as("%d bytes", length).isEmpty();
            assertThat(before.hasAnyMissingIn(state.have())).isFalse();
            before = state.have();
        }
        assertThat(before).isEqualTo(pieces(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    @Test
    void goesOnBehindTheLastGoodRecord() throws IOException {
        for (int length = whole.length - 30; length < whole.length; length++) {
            Files.write(fixture.path, Arrays.copyOf(whole, length));
            Resumed resumed = fixture.open();
            resumed.journal().verified(19);
            Bitfield expected = resumed.state().have();
            expected.set(19);
            assertThat(fixture.open().state().have()).isEqualTo(expected);
        }
    }

    @Test
    void comparesEverythingElseWhenRecordsAreDamaged() throws IOException {
        byte[] damaged = whole.clone();
        damaged[whole.length - 20] ^= 1;
        Files.write(fixture.path, damaged);
        ResumeState state = fixture.open().state();
        assertThat(state.have()).isEqualTo(pieces(0, 1, 2, 3, 4, 5, 6, 7));
        assertThat(state.doubtful().count()).isEqualTo(PIECES - 8);
        assertThat(state.reason()).startsWith("the saved state is damaged: record at byte ");
        assertThat(fixture.open().state().doubtful()).isEqualTo(state.doubtful());
    }

    @Test
    void losesAndInventsNothingWhateverByteIsWrong() throws IOException {
        for (int i = 0; i < whole.length; i++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) flip;
                assertNothingLostOrInvented(damaged, i);
            }
        }
    }

    @Test
    void losesAndInventsNothingWhenTheEndIsZerosOrGarbage() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] longer = Arrays.copyOf(whole, whole.length + 5 + random.nextInt(2000));
            if (i % 2 == 0) {
                byte[] garbage = new byte[longer.length - whole.length];
                random.nextBytes(garbage);
                System.arraycopy(garbage, 0, longer, whole.length, garbage.length);
            }
            assertNothingLostOrInvented(longer, i);
        }
    }

    @Test
    void takesNoRecordFromAnotherPlace() throws IOException {
        int from = whole.length - 13; // the last record: 5 and 4 and 4 bytes
        byte[] repeated = Arrays.copyOf(whole, whole.length + 13);
        System.arraycopy(whole, from, repeated, whole.length, 13);
        Files.write(fixture.path, repeated);
        assertThat(fixture.open().state().reason()).contains("wrong checksum");
    }

    @Test
    void comparesEverythingWhenAllIsGarbage() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            byte[] garbage = new byte[random.nextInt(3000)];
            random.nextBytes(garbage);
            Files.write(fixture.path, garbage);
            ResumeState state = fixture.open().state();
            assertThat(state.have().isEmpty()).isTrue();
            assertThat(state.doubtful().isFull()).isTrue();
            assertThat(state.reason()).startsWith("the saved state is damaged");
        }
    }

    @Test
    void readsGarbageBehindAGoodHeaderWithoutHarm() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            byte[] hostile = Arrays.copyOf(whole, TorrentIdentity.HEADER_LENGTH + random.nextInt(100));
            for (int at = TorrentIdentity.HEADER_LENGTH; at < hostile.length; at++) {
                hostile[at] = (byte) random.nextInt(random.nextBoolean() ? 12 : 256);
            }
            Files.write(fixture.path, hostile);
            assertThat(fixture.open().state().have().isEmpty()).isTrue();
        }
    }

    @Test
    void isNotReadForAnotherTorrent() throws IOException {
        SampleTorrent other = SampleTorrent.named("t")
                .file("a", 20 * JournalFixture.PIECE_LENGTH)
                .build(JournalFixture.PIECE_LENGTH, 2);
        ResumeState state = new JournalOpening(fixture.path, other.metainfo(), fixture.stamps.subList(0, 1), FIRST_BOOT)
                .open()
                .state();
        assertThat(state.have().isEmpty()).isTrue();
        assertThat(state.reason()).contains("another torrent");
    }

    @Test
    void passesOverWhatARewriteLeftThatWasCutOff() throws IOException {
        Files.write(folder.resolve("journal" + DurableFiles.TEMPORARY), Arrays.copyOf(whole, 90));
        Resumed resumed = fixture.open();
        assertThat(resumed.state().have().count()).isEqualTo(10);
    }

    /** What was verified is vouched for or compared again; nothing else is vouched for. */
    private void assertNothingLostOrInvented(byte[] content, int which) throws IOException {
        Files.write(fixture.path, content);
        ResumeState state = fixture.open().state();
        for (int piece = 0; piece < PIECES; piece++) {
            boolean wasVerified = piece < 10;
            if (wasVerified) {
                assertThat(state.have().has(piece) || state.doubtful().has(piece))
                        .as("piece %d of journal %d: %s", piece, which, state.reason())
                        .isTrue();
            } else {
                assertThat(state.have().has(piece))
                        .as("piece %d of journal %d", piece, which)
                        .isFalse();
            }
        }
    }
}
