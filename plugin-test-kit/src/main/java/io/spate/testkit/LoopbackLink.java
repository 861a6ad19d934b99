package io.spate.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * A real connection whose receiver is called in virtual time. It always reads, and keeps what the receiver does not want yet: so
 * that what a reset cuts off does not depend on the system.
 */
final class LoopbackLink extends LinkEnd {
    private final NetSocket socket;
    /** The socket's; used from elsewhere it may fail while it closes. */
    private final Context context;

    private volatile String closeReason = "end of stream";

    // Loop only
    private final Deque<Buffer> arrived = new ArrayDeque<>();
    private boolean reading;
    private boolean ended;
    private boolean closed;

    /** Called on the socket's thread, before anything of it can come. */
    LoopbackLink(NetSocket socket, Loop loop) {
        super(
                loop,
                address(socket.remoteAddress()),
                address(socket.localAddress()),
                false,
                "tcp",
                Set.of(LinkTag.TCP, LinkTag.LOCAL));
        this.socket = socket;
        this.context = Vertx.currentContext();
        socket.exceptionHandler(failure -> closeReason = failure.getMessage());
        socket.handler(bytes -> loop.execute(() -> {
            arrived.add(bytes);
            deliver();
        }));
        socket.endHandler(end -> loop.execute(() -> {
            ended = true;
            deliver();
        }));
    }

    private void deliver() {
        while (reading && receiver().isPresent() && !closed && !arrived.isEmpty()) {
            receiver()
                    .orElseThrow()
                    .onBytes(Unpooled.wrappedBuffer(arrived.removeFirst().getBytes()));
        }
        if (!closed) {
            receiver().ifPresent(LinkReceiver::onBatchEnd);
        }
        if (ended && arrived.isEmpty()) {
            onEnd();
        }
    }

    private void onEnd() {
        if (!closed) {
            closed = true;
            arrived.clear();
            tellClosed(closeReason);
        }
    }

    private static PeerAddress address(SocketAddress address) {
        return new PeerAddress(PeerAddress.IP, address.hostAddress(), address.port());
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (on) {
            loop().execute(this::deliver);
        }
    }

    /** Not before the flush of a real link, but at once. */
    @Override
    public void write(ByteBuf bytes) {
        Buffer written = Buffer.buffer(ByteBufUtil.getBytes(bytes));
        bytes.release();
        context.runOnContext(now -> socket.write(written));
    }

    @Override
    public void flush() {}

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        return Future.failedFuture("a LoopbackLink stays where it is");
    }

    @Override
    public void close() {
        closeReason = "closed";
        context.runOnContext(now -> socket.close());
        loop().execute(this::onEnd);
    }
}
