package io.spate.plugin.utp;

import static io.spate.plugin.utp.LinkSimulation.MILLISECOND;
import static io.spate.plugin.utp.LinkSimulation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.plugin.utp.LinkSimulation.Line;
import io.spate.plugin.utp.LinkSimulation.Pair;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtpConnectionTest {
    private static final long DELAY = 20 * MILLISECOND;

    @AutoClose
    private final LinkSimulation simulation = new LinkSimulation(1);

    @Test
    void carriesBytesBothWays() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));
        byte[] there = bytes(300_000, 1);
        byte[] back = bytes(200_000, 2);

        pair.initiator.write(there);
        simulation.run(50 * MILLISECOND);
        pair.acceptor.write(back);
        simulation.run(20 * SECOND);

        assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(there);
        assertThat(ByteBufUtil.getBytes(pair.initiator.got())).isEqualTo(back);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyByteArrivesInOrderOverABadLine(long seed) {
        try (LinkSimulation bad = new LinkSimulation(seed)) {
            Line there = bad.line(DELAY)
                    .jitter(15 * MILLISECOND)
                    .loss(0.05)
                    .doubling(0.03)
                    .bottleneck(2_000_000, 60_000);
            Line back = bad.line(DELAY).jitter(15 * MILLISECOND).loss(0.05).doubling(0.03);
            Pair pair = bad.pair(there, back).connect();
            byte[] bytes = bytes(500_000, seed);

            bad.runUntil(SECOND * 10, () -> pair.initiator.isConnected());
            pair.initiator.write(bytes);
            bad.runUntil(300 * SECOND, () -> pair.acceptor.received() == bytes.length);

            assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(bytes);
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(packetsOfABadRun(3)).isEqualTo(packetsOfABadRun(3)).isNotEqualTo(packetsOfABadRun(4));
    }

    @Test
    void goesOnBeyondAllSequenceNumbers() {
        Pair pair = connected(simulation.line(MILLISECOND), simulation.line(MILLISECOND));
        pair.initiator.countOnly();
        pair.acceptor.countOnly();
        pair.initiator.writeForever();

        simulation.runUntil(600 * SECOND, () -> pair.initiator.packets() > 150_000);

        assertThat(pair.acceptor.received()).isGreaterThan(100_000L * 1400);
        assertThat(pair.initiator.closed()).isEmpty();
    }

    @Test
    void findsTheLongestPacketOfTheWay() {
        Pair pair = connected(
                simulation.line(DELAY).mtu(1300), simulation.line(DELAY).mtu(1300));
        byte[] bytes = bytes(1_000_000, 3);

        pair.initiator.write(bytes);
        simulation.run(30 * SECOND);

        assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(bytes);
        byte[] late = pair.initiator
                .sentDatagrams()
                .get(pair.initiator.sentDatagrams().size() - 20);
        assertThat(late.length).isBetween(1300 - 28 - 16, 1300 - 28);
    }

    @Test
    void aLostProbeCostsNoTimeoutAndNoByte() {
        Pair pair = connected(
                simulation.line(DELAY).dropping(datagram -> datagram.readableBytes() > 600), simulation.line(DELAY));
        byte[] bytes = bytes(200_000, 3);

        pair.initiator.write(bytes);
        boolean done = simulation.runUntil(3 * SECOND, () -> pair.acceptor.received() == bytes.length);

        assertThat(done).isTrue();
        assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(bytes);
    }

    @Test
    void oneLostPacketIsSentAgainBeforeATimeout() {
        int[] count = {0};
        Pair pair = connected(
                simulation.line(DELAY).dropping(datagram -> datagram.readableBytes() > 500 && count[0]++ == 20),
                simulation.line(DELAY));

        pair.initiator.write(bytes(100_000, 1));
        boolean done = simulation.runUntil(450 * MILLISECOND, () -> pair.acceptor.received() == 100_000);

        assertThat(count[0]).isGreaterThan(20);
        assertThat(done).isTrue();
    }

    @Test
    void aLossAtTheVeryEndCostsNoTimeout() {
        int[] count = {0};
        Pair pair = connected(
                simulation.line(DELAY).dropping(datagram -> datagram.readableBytes() > 100 && count[0]++ == 2),
                simulation.line(DELAY));

        pair.initiator.write(bytes(1400, 1)); // three packets, of which the last is lost
        boolean done = simulation.runUntil(300 * MILLISECOND, () -> pair.acceptor.received() == 1400);

        assertThat(count[0]).isEqualTo(4);
        assertThat(done).isTrue();
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgain() {
        int[] answers = {0};
        Pair pair = simulation
                .pair(simulation.line(DELAY), simulation.line(DELAY).dropping(datagram -> answers[0]++ < 2))
                .connect();

        simulation.run(2900 * MILLISECOND);

        assertThat(pair.initiator.isConnected()).isTrue();
        assertThat(pair.initiator.packets()).isEqualTo(3);
    }

    @Test
    void nobodyThereIsToldInTime() {
        Pair pair = simulation
                .pair(simulation.line(DELAY).dropping(datagram -> true), simulation.line(DELAY))
                .connect();

        simulation.run(3100 * MILLISECOND);

        assertThat(pair.initiator.closed()).containsExactly("no answer in time");
        assertThat(pair.initiator.isGone()).isTrue();
        assertThat(pair.initiator.packets()).isEqualTo(3);
    }

    @Test
    void aReaderWhoStopsStopsTheSender() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));
        pair.acceptor.read(false);
        byte[] bytes = bytes(3_000_000, 5);
        pair.initiator.write(bytes);
        simulation.run(60 * SECOND);

        assertThat(pair.acceptor.received()).isZero();
        assertThat(pair.initiator.connection().unsentBytes()).isGreaterThan(1_900_000);
        int packets = pair.initiator.packets();
        simulation.run(60 * SECOND);
        assertThat(pair.initiator.packets() - packets)
                .as("probes of a closed window")
                .isBetween(1, 200);

        pair.acceptor.read(true);
        simulation.run(10 * SECOND);
        assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(bytes);
    }

    @Test
    void aSmallWriteWaitsForNothing() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));

        pair.initiator.write(new byte[] {1});
        simulation.run(DELAY + MILLISECOND);

        assertThat(pair.acceptor.received()).isOne();
    }

    @Test
    void manySmallWritesBecomeFewPackets() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));
        int before = pair.initiator.packets();

        for (int i = 0; i < 200; i++) {
            pair.initiator.write(new byte[10]);
            simulation.run(100);
        }
        simulation.run(SECOND);

        assertThat(pair.acceptor.received()).isEqualTo(2000);
        assertThat(pair.initiator.packets() - before).isLessThan(12);
    }

    @Test
    void acknowledgesABatchByOnePacketAndASingleOneLittleLater() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));
        int before = pair.acceptor.packets();

        pair.initiator.write(new byte[1500]); // three packets of the least size, at once
        simulation.run(DELAY + 5 * MILLISECOND);
        assertThat(pair.acceptor.packets() - before).isOne();
        simulation.run(DELAY);

        pair.initiator.write(new byte[5]);
        simulation.run(DELAY + 5 * MILLISECOND);
        assertThat(pair.acceptor.packets() - before).isOne();
        simulation.run(10 * MILLISECOND);
        assertThat(pair.acceptor.packets() - before).isEqualTo(2);
    }

    @Test
    void theEndComesBehindTheLastByteAndBothEndsAreGone() {
        Pair pair = connected(
                simulation.line(DELAY).loss(0.1), simulation.line(DELAY).loss(0.1));
        byte[] bytes = bytes(20_000, 6);
        pair.initiator.write(bytes);
        simulation.runUntil(20 * SECOND, () -> pair.initiator.connection().unsentBytes() == 0);

        pair.initiator.close();
        simulation.run(30 * SECOND);

        assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(bytes);
        assertThat(pair.initiator.closed()).containsExactly("closed by us");
        assertThat(pair.acceptor.closed()).containsExactly("end of stream");
        assertThat(pair.initiator.isGone()).isTrue();
        assertThat(pair.acceptor.isGone()).isTrue();
    }

    @Test
    void aReaderGetsWhatCameBeforeTheEndThoughItReadsLater() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));
        pair.acceptor.read(false);
        pair.initiator.write(new byte[5000]);
        simulation.run(SECOND);
        pair.initiator.close();
        simulation.run(SECOND);
        assertThat(pair.acceptor.closed()).isEmpty();

        pair.acceptor.read(true);

        assertThat(pair.acceptor.received()).isEqualTo(5000);
        assertThat(pair.acceptor.closed()).containsExactly("end of stream");
    }

    @Test
    void whoseOtherEndVanishesIsGoneInTime() {
        boolean[] cut = {false};
        Pair pair = connected(
                simulation.line(DELAY).dropping(datagram -> cut[0]),
                simulation.line(DELAY).dropping(datagram -> cut[0]));
        cut[0] = true;
        pair.initiator.write(new byte[1000]);

        simulation.run(40 * SECOND);

        assertThat(pair.initiator.closed()).containsExactly("no answer in time");
        assertThat(pair.initiator.isGone()).isTrue();
    }

    @Test
    void outagesShorterThanThatAreSurvived() {
        boolean[] cut = {false};
        Pair pair = connected(
                simulation.line(DELAY).dropping(datagram -> cut[0]),
                simulation.line(DELAY).dropping(datagram -> cut[0]));
        byte[] bytes = bytes(300_000, 8);
        pair.initiator.write(bytes);
        simulation.run(100 * MILLISECOND);
        cut[0] = true;
        simulation.run(10 * SECOND);
        cut[0] = false;

        simulation.run(20 * SECOND);

        assertThat(ByteBufUtil.getBytes(pair.acceptor.got())).isEqualTo(bytes);
    }

    @Test
    void anAbortIsHeardAtTheOtherEnd() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));

        pair.initiator.doNow(() -> pair.initiator.connection().abort("uTP is stopped", pair.initiator.clock()));
        simulation.run(SECOND);

        assertThat(pair.acceptor.closed()).containsExactly("connection reset by peer");
        assertThat(pair.acceptor.isGone()).isTrue();
    }

    @Test
    void bothMayCloseAtOnce() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));

        pair.initiator.close();
        pair.acceptor.close();
        simulation.run(20 * SECOND);

        assertThat(pair.initiator.isGone()).isTrue();
        assertThat(pair.acceptor.isGone()).isTrue();
        assertThat(pair.initiator.closed()).containsExactly("closed by us");
    }

    @Test
    void writesAfterTheEndAreReleased() {
        Pair pair = connected(simulation.line(DELAY), simulation.line(DELAY));
        pair.initiator.close();
        var late = Unpooled.buffer().writeZero(10);

        pair.initiator.connection().write(late);

        assertThat(late.refCnt()).isZero();
    }

    private int packetsOfABadRun(long seed) {
        try (LinkSimulation bad = new LinkSimulation(seed)) {
            Pair pair = bad.pair(
                            bad.line(DELAY).jitter(9000).loss(0.03),
                            bad.line(DELAY).loss(0.03))
                    .connect();
            bad.run(5 * SECOND);
            pair.initiator.write(bytes(400_000, 1));
            bad.run(60 * SECOND);
            return Arrays.deepHashCode(pair.initiator.sentDatagrams().toArray());
        }
    }

    private Pair connected(Line there, Line back) {
        Pair pair = simulation.pair(there, back).connect();
        assertThat(simulation.runUntil(9 * SECOND, () -> pair.initiator.isConnected()))
                .isTrue();
        simulation.run(SECOND);
        pair.initiator.write(new byte[1]); // what proves its address, and is not what a test is about
        assertThat(simulation.runUntil(9 * SECOND, () -> pair.acceptor.received() == 1))
                .isTrue();
        simulation.run(SECOND);
        pair.acceptor.forget();
        return pair;
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
