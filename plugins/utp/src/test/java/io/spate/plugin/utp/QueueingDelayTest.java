package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueingDelayTest {
    private static final long MINUTE = 60_000_000;

    @Test
    void isTheLeastOfTheLastThreeSamplesAboveTheBase() {
        QueueingDelay delay = new QueueingDelay();
        delay.onReported(5000, 1);
        delay.onReported(9000, 2);
        delay.onReported(8000, 3);
        delay.onReported(30_000, 4);

        assertThat(delay.micros()).isEqualTo(3000);
    }

    @Test
    void goesOnWhenTheClocksDifferenceWrapsAround() {
        QueueingDelay delay = new QueueingDelay();
        delay.onReported(-100, 1);
        delay.onReported(400, 2);
        delay.onReported(500, 3);
        delay.onReported(600, 4);

        assertThat(delay.micros()).isEqualTo(500);
    }

    @Test
    void takesNoSampleForNone() {
        QueueingDelay delay = new QueueingDelay();
        delay.onReported(50_000, 1);
        delay.onReported(0, 2);
        delay.onReported(0x7fff_ffff, 3);
        delay.onReported(50_000, 4);
        delay.onReported(51_000, 5);

        assertThat(delay.micros()).isZero();
    }

    @Test
    void forgetsAWayThatIsNoMore() {
        QueueingDelay delay = new QueueingDelay();
        delay.onReported(1000, 0);
        for (int minute = 1; minute <= 12; minute++) {
            delay.onReported(41_000, minute * MINUTE);
        }
        assertThat(delay.micros()).isEqualTo(40_000);

        for (int minute = 13; minute <= 16; minute++) {
            delay.onReported(41_000, minute * MINUTE);
        }

        assertThat(delay.micros()).isZero();
    }

    @Test
    void aBaseThatFallsInTheOtherDirectionRaisesOurs() {
        QueueingDelay delay = new QueueingDelay();
        delay.onReceived(10_000, 0);
        delay.onReported(20_000, 0);

        delay.onReceived(9_300, 1);
        delay.onReported(20_700, 1);
        delay.onReported(20_700, 2);
        delay.onReported(20_700, 3);

        assertThat(delay.micros()).isZero();
    }

    @Test
    void aLeapOfTheOtherDirectionIsNoDrift() {
        QueueingDelay delay = new QueueingDelay();
        delay.onReceived(100_000, 0);
        delay.onReported(20_000, 0);

        delay.onReceived(50_000, 1);
        for (int i = 0; i < 3; i++) {
            delay.onReported(30_000, 1);
        }

        assertThat(delay.micros()).isEqualTo(10_000);
    }
}
