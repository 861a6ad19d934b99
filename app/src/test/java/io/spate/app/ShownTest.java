package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1075, 1.0 KiB",
        "1280, 1.3 KiB",
        "1048575, 1.0 MiB",
        "734003200, 700.0 MiB",
        "9223372036854775807, 8192.0 PiB"
    })
    void showsBytesInTheUnitThatFits(long bytes, String shown) {
        assertThat(Shown.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0s",
        "12345, 12.3s",
        "12350, 12.4s",
        "59949, 59.9s",
        "59960, 1m 0s",
        "80000, 1m 20s",
        "7260000, 2h 1m",
        "270000000, 3d 3h"
    })
    void showsTheTwoLargestUnitsOfATime(long milliseconds, String shown) {
        assertThat(Shown.time(Duration.ofMillis(milliseconds))).isEqualTo(shown);
    }

    @Test
    void saysAHundredPerCentOnlyOfAll() {
        assertThat(Shown.percent(999_999, 1_000_000)).isEqualTo(99);
        assertThat(Shown.percent(5, 5)).isEqualTo(100);
        assertThat(Shown.percent(0, 0)).isZero();
    }

    @Test
    void countsInTheSingularToo() {
        assertThat(Shown.count(1, "peer")).isEqualTo("1 peer");
        assertThat(Shown.count(0, "peer")).isEqualTo("0 peers");
    }
}
