package io.spate.plugin.utp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final AtomicInteger waiting = new AtomicInteger();
    private final Inbox inbox = new Inbox(waiting);

    @Test
    void dropsWhatIsBeyondTheBoundOfAllConnections() {
        waiting.set(Inbox.MAX_WAITING);
        ByteBuf beyond = datagram();

        inbox.add(beyond);

        assertThat(beyond.refCnt()).isZero();
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(waiting).hasValue(Inbox.MAX_WAITING);
    }

    @Test
    void aClosedOneKeepsNeitherWhatWasThereNorWhatComes() {
        ByteBuf before = datagram();
        ByteBuf after = datagram();
        inbox.add(before);

        inbox.close();
        inbox.add(after);

        assertThat(before.refCnt()).isZero();
        assertThat(after.refCnt()).isZero();
        assertThat(inbox.take()).isEmpty();
        assertThat(waiting).hasValue(0);
    }

    private static ByteBuf datagram() {
        return Unpooled.buffer().writeZero(10);
    }
}
