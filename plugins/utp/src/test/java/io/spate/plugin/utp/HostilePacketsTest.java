package io.spate.plugin.utp;

import static io.spate.plugin.utp.LinkSimulation.MILLISECOND;
import static io.spate.plugin.utp.LinkSimulation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.plugin.utp.LinkSimulation.Pair;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePacketsTest {
    @AutoClose
    private final LinkSimulation simulation = new LinkSimulation(21);

    private final Pair pair = simulation
            .pair(simulation.line(10 * MILLISECOND), simulation.line(10 * MILLISECOND))
            .connect();
    private final PacketHeader lastSeen = new PacketHeader();

    HostilePacketsTest() {
        simulation.run(SECOND);
        pair.initiator.write(new byte[100_000]);
        simulation.run(5 * SECOND);
        byte[] last =
                pair.acceptor.sentDatagrams().get(pair.acceptor.sentDatagrams().size() - 1);
        lastSeen.read(Unpooled.wrappedBuffer(last));
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentIsIgnored() {
        pair.initiator.deliver(forged(PacketType.STATE, lastSeen.sequence(), lastSeen.ack() + 5));
        pair.initiator.deliver(forged(PacketType.STATE, lastSeen.sequence(), lastSeen.ack() - 1000));

        assertStillWorks();
    }

    @Test
    void aResetThatDoesNotKnowTheNumbersIsIgnored() {
        pair.initiator.deliver(forged(PacketType.RESET, 1, lastSeen.ack() + 3000));
        pair.initiator.deliver(forged(PacketType.RESET, 1, lastSeen.ack() - 3000));

        assertStillWorks();
    }

    @Test
    void aResetThatKnowsThemEndsTheConnection() {
        pair.initiator.deliver(forged(PacketType.RESET, 1, lastSeen.ack()));

        assertThat(pair.initiator.closed()).containsExactly("connection reset by peer");
        assertThat(pair.initiator.isGone()).isTrue();
    }

    @Test
    void aSynForAConnectionThatIsOpenChangesNothing() {
        pair.acceptor.deliver(forged(PacketType.SYN, 500, 0));

        assertStillWorks();
    }

    @Test
    void dataFromLongAgoOrFarAheadIsNotTaken() {
        pair.initiator.deliver(forged(PacketType.DATA, lastSeen.sequence() - 9, lastSeen.ack()));
        pair.initiator.deliver(forged(PacketType.DATA, lastSeen.sequence() + 20_000, lastSeen.ack()));

        assertStillWorks();
        assertThat(pair.initiator.received()).isEqualTo(5);
    }

    @Test
    void anAcceptedConnectionSaysNothingUntilTheAddressIsProved() {
        try (LinkSimulation other = new LinkSimulation(5)) {
            Pair fresh = other.pair(
                            other.line(10 * MILLISECOND).dropping(datagram -> datagram.getByte(0) != 0x41),
                            other.line(10 * MILLISECOND))
                    .connect();
            other.run(100 * MILLISECOND);
            assertThat(fresh.acceptor.isConnected()).isFalse();
            assertThat(fresh.acceptor.packets()).isOne();

            ByteBuf guess = Unpooled.buffer();
            PacketWriter.writeHeader(guess, PacketType.DATA, 0, 0, 1, 0, 1000, 2, 12_345);
            fresh.acceptor.deliver(ByteBufUtil.getBytes(guess.writeZero(10)));
            other.run(60 * SECOND);

            assertThat(fresh.acceptor.received()).isZero();
            assertThat(fresh.acceptor.isGone()).isTrue();
            assertThat(fresh.acceptor.packets()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyGarbageIsSurvived(long seed) {
        Random random = new Random(seed);
        pair.initiator.countOnly();
        pair.acceptor.countOnly();
        pair.there.bottleneck(500_000, 50_000);
        pair.initiator.writeForever();
        for (int i = 0; i < 3000; i++) {
            byte[] bytes;
            if (random.nextBoolean()) {
                bytes = new byte[random.nextInt(100)];
                random.nextBytes(bytes);
            } else {
                bytes = forged(
                        PacketType.of(random.nextInt(5)),
                        lastSeen.sequence() + random.nextInt(100) - 50,
                        lastSeen.ack() + random.nextInt(100) - 50);
                bytes[1] = (byte) random.nextInt(4);
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            (random.nextBoolean() ? pair.initiator : pair.acceptor).deliver(bytes);
            simulation.run(random.nextInt(500));
        }
        simulation.run(120 * SECOND);

        assertThat(pair.initiator.closed().size()).isLessThanOrEqualTo(1);
        assertThat(pair.acceptor.closed().size()).isLessThanOrEqualTo(1);
    }

    private void assertStillWorks() {
        long before = pair.acceptor.received();
        pair.initiator.write(new byte[1000]);
        pair.acceptor.write(new byte[] {1, 2, 3, 4, 5});
        simulation.run(5 * SECOND);
        assertThat(pair.acceptor.received()).isEqualTo(before + 1000);
        assertThat(pair.initiator.received()).isEqualTo(5);
        assertThat(pair.initiator.closed()).isEmpty();
    }

    private static byte[] forged(PacketType type, int sequence, int ack) {
        ByteBuf packet = Unpooled.buffer();
        PacketWriter.writeHeader(packet, type, 0, 0, 1000, 0, 1 << 20, sequence & 0xffff, ack & 0xffff);
        return ByteBufUtil.getBytes(packet.writeZero(type == PacketType.DATA ? 5 : 0));
    }
}
