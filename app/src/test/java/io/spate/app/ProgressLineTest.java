package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
    private static final Progress HALF = new Progress(
            "debian-12.5.0-amd64-netinst.iso",
            "downloading",
            350 << 20,
            700 << 20,
            10 << 20,
            List.of("12 peers", "1400/2800 pieces"));

    @ParameterizedTest
    @ValueSource(ints = {18, 20, 30, 40, 60, 79, 80, 100, 120, 200})
    void fitsAnyTerminal(int columns) {
        String line = ProgressLine.bar(HALF, columns);

        assertThat(ProgressLine.columnsOf(line)).isLessThanOrEqualTo(columns);
        assertThat(line).contains(" 50%").contains("10.0 MiB/s");
    }

    @Test
    void hasEverythingWhereThereIsRoom() {
        assertThat(ProgressLine.bar(HALF, 120))
                .startsWith("debian-12.5.0-amd64-netinst...  ")
                .contains("=>")
                .contains("ETA 35s")
                .contains("12 peers")
                .contains("1400/2800 pieces");
    }

    @Test
    void leavesOutWhatMattersLeastFirst() {
        assertThat(ProgressLine.bar(HALF, 60))
                .contains("[====")
                .doesNotContain("1400/2800 pieces")
                .startsWith("debian-12.5.0..");
    }

    @Test
    void countsWideLettersAsTwoColumns() {
        Progress wide = new Progress("試験試験試験試験試験試験試験試験", "downloading", 1, 2, 0, List.of());

        assertThat(ProgressLine.columnsOf(ProgressLine.bar(wide, 60))).isLessThanOrEqualTo(60);
    }

    @Test
    void drawsAnEmptyAndAFullBar() {
        assertThat(ProgressLine.bar(new Progress("x", "checking", 0, 10, 0, List.of()), 60))
                .contains("[   ");
        assertThat(ProgressLine.bar(new Progress("x", "checking", 10, 10, 0, List.of()), 60))
                .contains("100%")
                .contains("===]");
    }

    @Test
    void tellsWhatHappensWhenThereIsNoEnd() {
        Progress seeding = new Progress("x", "seeding", 0, 0, 1024, List.of("2 peers"));

        assertThat(ProgressLine.bar(seeding, 80))
                .contains("seeding")
                .contains("2 peers")
                .doesNotContain("%");
        assertThat(ProgressLine.plain(seeding)).isEqualTo("x: seeding, 1.0 KiB/s, 2 peers");
    }

    @Test
    void isASentenceOnAPipe() {
        assertThat(ProgressLine.plain(HALF))
                .isEqualTo("debian-12.5.0-amd64-netinst.iso: downloading 50% of 700.0 MiB, 10.0 MiB/s, 12 peers,"
                        + " 1400/2800 pieces, ETA 35s");
    }

    @Test
    void promisesNoEndThatNobodyWillSee() {
        Progress stalled = new Progress("x", "downloading", 0, 1L << 40, 1, List.of());

        assertThat(stalled.timeLeft()).isEmpty();
    }
}
