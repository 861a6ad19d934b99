package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentPacketsTest {
    private static final int NO_PROBE = -1;

    @Test
    void oneIsLostWhenThreeLaterOnesHaveArrived() {
        SentPackets sent = ten(65_530);

        arrive(sent, 65_531, 65_532);
        assertThat(sent.findLost(NO_PROBE)).isFalse();
        arrive(sent, 65_533);

        assertThat(sent.findLost(NO_PROBE)).isTrue();
        assertThat(sent.isLost(65_530)).isTrue();
        assertThat(sent.bytesInFlight()).isEqualTo(6 * 100);
    }

    @Test
    void whatWasLostTogetherCutsTheWindowOnce() {
        SentPackets sent = ten(0);
        arrive(sent, 3);
        assertThat(sent.findLost(NO_PROBE)).isTrue();
        sent.cut();

        arrive(sent, 9);

        assertThat(sent.findLost(NO_PROBE)).isFalse();
        assertThat(sent.hasLost()).isTrue();
    }

    @Test
    void oneThatWasSentAgainIsLostAgainWhenThreeLaterOnesHaveArrived() {
        SentPackets sent = ten(0);
        arrive(sent, 1, 2, 3);
        sent.findLost(NO_PROBE);
        sent.onSent(0, 2000);
        sent.cut();
        for (int i = 0; i < 3; i++) {
            sent.add(1000 + 100 * i, 100, 2001);
        }

        arrive(sent, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(sent.findLost(NO_PROBE)).isFalse();
        arrive(sent, 12);
        sent.findLost(NO_PROBE);

        assertThat(sent.isLost(0)).isTrue();
    }

    @Test
    void anEarlySendingThatArrivesAfterAllSaysNothingOfTheLater() {
        SentPackets sent = ten(0);
        arrive(sent, 1, 2, 3);
        sent.findLost(NO_PROBE);
        for (int i = 0; i < 4; i++) {
            sent.add(1000 + 100 * i, 100, 5000);
        }
        sent.onSent(0, 9000);

        sent.beginAck();
        sent.onArrivedUpTo(3, 9001); // sooner than any packet came round: it was the first sending

        assertThat(sent.findLost(NO_PROBE)).isFalse();
        assertThat(sent.hasLost()).isFalse();
    }

    @Test
    void aLostProbeIsNoCongestion() {
        SentPackets sent = ten(0);
        arrive(sent, 1, 2, 3);

        assertThat(sent.findLost(0)).isFalse();
        assertThat(sent.isLost(0)).isTrue();
    }

    @Test
    void countsEveryByteOnceWhateverIsAcknowledgedHowOften() {
        Random random = new Random(9);
        SentPackets sent = new SentPackets(60_000);
        BitSet arrived = new BitSet();
        int base = 60_000;
        int added = 0;
        long bytes = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) > 0 && sent.count() < 300) {
                sent.add(10L * added++, 10, step);
            }
            int first = SequenceNumbers.distance(base, sent.first()) & 0xffff;
            sent.beginAck();
            int guess = SequenceNumbers.plus(sent.first(), random.nextInt(320) - 10);
            sent.onArrived(guess, step);
            if (random.nextInt(5) == 0) {
                sent.onArrivedUpTo(SequenceNumbers.plus(sent.first(), random.nextInt(4) - 1), step);
            }
            bytes += sent.arrivedBytes();
            sent.findLost(NO_PROBE);
            while (sent.hasLost() && random.nextBoolean()) {
                sent.onSent(sent.nextLost(sent.first()), step);
            }
            assertThat(sent.bytesInFlight()).isBetween(0L, 10L * sent.count());
            assertThat(first).isBetween(0, 0xffff);
            arrived.set(step % 10);
        }
        sent.beginAck();
        sent.onArrivedUpTo(SequenceNumbers.plus(sent.next(), -1), 30_000);
        assertThat(bytes + sent.arrivedBytes()).isEqualTo(10L * added);
        assertThat(sent.bytesInFlight()).isZero();
        assertThat(sent.hasLost()).isFalse();
    }

    /** Ten packets of 100 bytes, sent at 0. */
    private static SentPackets ten(int first) {
        SentPackets sent = new SentPackets(first);
        for (int i = 0; i < 10; i++) {
            sent.add(100 * i, 100, 0);
        }
        return sent;
    }

    private static void arrive(SentPackets sent, int... sequences) {
        sent.beginAck();
        for (int sequence : sequences) {
            sent.onArrived(sequence, 1000);
        }
    }
}
