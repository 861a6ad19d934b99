package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final AtomicInteger waiting = new AtomicInteger();
    private final Inbox inbox = new Inbox(waiting);

    @Test
    void saysOnceThatSomethingCameUntilItIsTaken() {
        assertThat(inbox.add(datagram(), 1)).isTrue();
        assertThat(inbox.add(datagram(), 2)).isFalse();
        assertThat(waiting).hasValue(2);

        List<Inbox.Arrived> taken = inbox.take();

        assertThat(taken).extracting(Inbox.Arrived::at).containsExactly(1L, 2L);
        assertThat(waiting).hasValue(0);
        assertThat(inbox.add(datagram(), 3)).isTrue();
    }

    @Test
    void dropsWhatIsBeyondTheBoundOfAllConnections() {
        waiting.set(Inbox.MAX_WAITING);
        ByteBuf beyond = datagram();

        assertThat(inbox.add(beyond, 1)).isFalse();

        assertThat(beyond.refCnt()).isZero();
        assertThat(waiting).hasValue(Inbox.MAX_WAITING);
    }

    @Test
    void aClosedOneKeepsNeitherWhatWasThereNorWhatComes() {
        ByteBuf before = datagram();
        ByteBuf after = datagram();
        inbox.add(before, 1);

        inbox.close();

        assertThat(inbox.add(after, 2)).isFalse();
        assertThat(before.refCnt()).isZero();
        assertThat(after.refCnt()).isZero();
        assertThat(inbox.take()).isEmpty();
        assertThat(waiting).hasValue(0);
    }

    private static ByteBuf datagram() {
        return Unpooled.buffer().writeZero(10);
    }
}
