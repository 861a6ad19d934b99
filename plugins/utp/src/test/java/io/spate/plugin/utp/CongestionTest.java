package io.spate.plugin.utp;

import static io.spate.plugin.utp.LinkSimulation.MILLISECOND;
import static io.spate.plugin.utp.LinkSimulation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.utp.LinkSimulation.End;
import io.spate.plugin.utp.LinkSimulation.Limits;
import io.spate.plugin.utp.LinkSimulation.Line;
import io.spate.plugin.utp.LinkSimulation.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How links share a bottleneck, in virtual time. Rates are of payload. */
class CongestionTest {
    private static final long RATE = 500_000; // 4 Mbit/s
    private static final long DELAY = 25 * MILLISECOND;
    /** Half a second of the bottleneck, as home routers have. */
    private static final long DEEP = RATE / 2;

    @AutoClose
    private final LinkSimulation simulation = new LinkSimulation(11);

    @Test
    void fillsTheLineAndKeepsTheQueueAtItsTarget() {
        Line there = simulation.line(DELAY).bottleneck(RATE, DEEP);
        Pair pair =
                writing(there, simulation.line(DELAY), new End[] {simulation.new End(0, 1), simulation.new End(5, 1)});
        simulation.run(20 * SECOND);
        long before = pair.acceptor.received();
        there.takeMostWait();

        simulation.run(20 * SECOND);

        assertThat((pair.acceptor.received() - before) / 20).isGreaterThan(RATE * 90 / 100);
        assertThat(there.takeMostWait()).isBetween(70 * MILLISECOND, 140 * MILLISECOND);
    }

    @Test
    void givesWayToOthersAndComesBack() {
        Line there = simulation.line(DELAY).bottleneck(RATE, DEEP);
        Pair pair =
                writing(there, simulation.line(DELAY), new End[] {simulation.new End(0, 1), simulation.new End(5, 1)});
        simulation.run(20 * SECOND);
        // Somebody else who does not care for delay, and keeps the queue nearly full.
        boolean[] busy = {true};
        greedy(there, busy);
        simulation.run(10 * SECOND);
        long before = pair.acceptor.received();
        simulation.run(10 * SECOND);
        long beside = (pair.acceptor.received() - before) / 10;
        busy[0] = false;
        simulation.run(15 * SECOND);
        before = pair.acceptor.received();
        simulation.run(10 * SECOND);
        long after = (pair.acceptor.received() - before) / 10;

        assertThat(beside).isLessThan(RATE / 10);
        assertThat(after).isGreaterThan(RATE * 85 / 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void sharesFairlyAmongItsOwn(int links) {
        Line there = simulation.line(DELAY).bottleneck(RATE, DEEP);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            pairs.add(writing(
                    there, simulation.line(DELAY), new End[] {simulation.new End(i, 1), simulation.new End(9 * i, 1)}));
            simulation.run(300 * MILLISECOND);
        }
        simulation.run(60 * SECOND);
        long[] before =
                pairs.stream().mapToLong(pair -> pair.acceptor.received()).toArray();
        simulation.run(60 * SECOND);

        long sum = 0;
        double squares = 0;
        for (int i = 0; i < links; i++) {
            long got = pairs.get(i).acceptor.received() - before[i];
            sum += got;
            squares += (double) got * got;
        }
        assertThat((double) sum * sum / (links * squares)).as("Jain's index").isGreaterThan(0.8);
        assertThat(sum / 60).isGreaterThan(RATE * 90 / 100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9998, 1.0002})
    void aClockThatRunsWrongTakesNoThroughput(double rate) {
        Line there = simulation.line(DELAY).bottleneck(RATE, DEEP);
        Pair pair = writing(
                there, simulation.line(DELAY), new End[] {simulation.new End(0, 1), simulation.new End(5, rate)});
        simulation.run(30 * SECOND);
        long before = pair.acceptor.received();
        there.takeMostWait();

        simulation.run(300 * SECOND);

        assertThat((pair.acceptor.received() - before) / 300).isGreaterThan(RATE * 85 / 100);
        assertThat(there.takeMostWait()).isLessThan(260 * MILLISECOND);
    }

    @Test
    void losesLittleOfTheRateToLossesThatAreNoCongestion() {
        Line there = simulation.line(DELAY).bottleneck(10 * RATE, DEEP).loss(0.01);
        Pair pair = writing(
                there, simulation.line(DELAY).loss(0.01), new End[] {simulation.new End(0, 1), simulation.new End(5, 1)
                });
        simulation.run(10 * SECOND);
        long before = pair.acceptor.received();

        simulation.run(60 * SECOND);

        long rate = (pair.acceptor.received() - before) / 60;
        assertThat(rate).isGreaterThan(300_000);
    }

    /** The loop has other things to do: what it gets to see is several acknowledgements at a time. */
    @Test
    void growsByEveryAcknowledgementOfABatch() {
        Line there = simulation.line(DELAY).bottleneck(10 * RATE, DEEP).loss(0.01);
        Pair pair = writing(
                there, simulation.line(DELAY).loss(0.01), new End[] {simulation.new End(0, 1), simulation.new End(5, 1)
                });
        pair.initiator.gather(5 * MILLISECOND);
        simulation.run(10 * SECOND);
        long before = pair.acceptor.received();

        simulation.run(60 * SECOND);

        long rate = (pair.acceptor.received() - before) / 60;
        assertThat(rate).isBetween(450_000L, 650_000L);
    }

    private Pair writing(Line there, Line back, End[] ends) {
        Pair pair = simulation.new Pair(Limits.DEFAULT, there, back, ends[0], ends[1]).connect();
        pair.initiator.countOnly();
        pair.acceptor.countOnly();
        simulation.runUntil(SECOND, pair.initiator::isConnected);
        pair.initiator.writeForever();
        return pair;
    }

    private void greedy(Line line, boolean[] busy) {
        if (busy[0]) {
            int burst = 0;
            while (burst++ < 100 && line.offer(1500)) {}
            simulation.at(5 * MILLISECOND, () -> greedy(line, busy));
        }
    }
}
