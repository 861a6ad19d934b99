package io.spate.plugin.utp;

import static io.spate.plugin.utp.ReceiveBuffer.Arrival.AGAIN;
import static io.spate.plugin.utp.ReceiveBuffer.Arrival.AHEAD;
import static io.spate.plugin.utp.ReceiveBuffer.Arrival.DROPPED;
import static io.spate.plugin.utp.ReceiveBuffer.Arrival.IN_ORDER;
import static io.spate.plugin.utp.ReceiveBuffer.Arrival.READ_NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveBufferTest {
    private final MemoryBudget budget = new MemoryBudget(1000);
    private final ReceiveBuffer received = new ReceiveBuffer(500, budget);

    ReceiveBufferTest() {
        received.start(65_534);
    }

    @AfterEach
    void givesAllBack() {
        received.clear();
        assertThat(budget.left()).isEqualTo(1000);
    }

    @Test
    void theNextInOrderIsReadWithoutACopyIfTheReaderReads() {
        assertThat(received.onPacket(65_535, packet(100), true)).isEqualTo(READ_NOW);

        assertThat(received.ack()).isEqualTo(65_535);
        assertThat(received.window()).isEqualTo(500);
    }

    @Test
    void theWindowShrinksByWhatTheReaderHasNotTaken() {
        assertThat(received.onPacket(65_535, packet(100), false)).isEqualTo(IN_ORDER);
        assertThat(received.onPacket(0, packet(100), false)).isEqualTo(IN_ORDER);
        assertThat(received.window()).isEqualTo(300);

        received.take().orElseThrow().release();

        assertThat(received.window()).isEqualTo(500);
    }

    @Test
    void whatIsAheadWaitsForWhatIsMissing() {
        assertThat(received.onPacket(1, packet(10), true)).isEqualTo(AHEAD);
        assertThat(received.onPacket(0, packet(10), true)).isEqualTo(AHEAD);
        assertThat(received.onPacket(0, packet(10), true)).isEqualTo(AGAIN);
        assertThat(received.hasGap()).isTrue();

        assertThat(received.onPacket(65_535, packet(10), true)).isEqualTo(READ_NOW);
        received.onGapClosed();

        assertThat(received.ack()).isEqualTo(1);
        assertThat(received.hasGap()).isFalse();
        assertThat(received.onPacket(0, packet(10), true)).isEqualTo(AGAIN);
    }

    @Test
    void whoDoesNotHeedTheWindowIsNotKept() {
        assertThat(received.onPacket(65_535, packet(450), false)).isEqualTo(IN_ORDER);
        assertThat(received.onPacket(0, packet(100), false)).isEqualTo(DROPPED);
        assertThat(received.onPacket(1, packet(100), false)).isEqualTo(DROPPED);

        assertThat(received.ack()).isEqualTo(65_535);
    }

    @Test
    void allConnectionsTogetherKeepNoMoreThanTheBudget() {
        ReceiveBuffer greedy = new ReceiveBuffer(10_000, budget);
        greedy.start(0);
        assertThat(greedy.onPacket(1, packet(900), false)).isEqualTo(IN_ORDER);

        assertThat(received.window()).isEqualTo(100);
        assertThat(received.onPacket(0, packet(200), true)).isEqualTo(DROPPED);
        greedy.clear();
    }

    @Test
    void manySmallPacketsTakeFewBuffers() {
        for (int packet = 0; packet < 200; packet += 2) {
            assertThat(received.onPacket(SequenceNumbers.plus(65_536, packet), packet(1), false))
                    .isEqualTo(AHEAD);
            assertThat(received.onPacket(SequenceNumbers.plus(65_535, packet), packet(1), false))
                    .isEqualTo(IN_ORDER);
            received.onGapClosed();
        }
        assertThat(received.window()).isEqualTo(300);

        ByteBuf all = received.take().orElseThrow();
        assertThat(all.readableBytes()).isEqualTo(200);
        assertThat(received.hasUnread()).isFalse();
        assertThat(received.window()).isEqualTo(500);
        all.release();
    }

    @Test
    void emptyPacketsTakeNothing() {
        assertThat(received.onPacket(0, packet(0), false)).isEqualTo(AHEAD);
        assertThat(received.onPacket(65_535, packet(0), false)).isEqualTo(IN_ORDER);
        received.onGapClosed();

        assertThat(received.ack()).isZero();
        assertThat(received.hasUnread()).isFalse();
    }

    @Test
    void numbersFarAheadAreNotKept() {
        assertThat(received.onPacket(SequenceNumbers.plus(65_534, 2017), packet(1), true))
                .isEqualTo(DROPPED);
        assertThat(received.onPacket(SequenceNumbers.plus(65_534, 2016), packet(1), true))
                .isEqualTo(AHEAD);
        assertThat(received.maskLength()).isLessThanOrEqualTo(252);
    }

    @Test
    void theStreamEndsOnceAllBeforeItsEndHasCome() {
        received.onEnd(1);
        received.onPacket(1, packet(0), true);
        received.onPacket(0, packet(5), true);
        assertThat(received.isEnded()).isFalse();
        assertThat(received.onPacket(2, packet(5), true)).as("behind the end").isEqualTo(DROPPED);
        received.onEnd(65_535);

        received.onPacket(65_535, packet(5), true);
        received.onGapClosed();

        assertThat(received.isEnded()).isTrue();
        assertThat(received.ack()).isEqualTo(1);
    }

    private static ByteBuf packet(int size) {
        return Unpooled.buffer().writeZero(size);
    }
}
