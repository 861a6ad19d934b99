package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.testkit.LinkEnd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Our end of a link whose other end is the test. Bytes that it has not sent yet are held, as a socket would. */
public final class FakeLink extends LinkEnd {
    private static final PeerAddress LOCAL = new PeerAddress(PeerAddress.IP, "10.9.9.9", 6881);

    private final Deque<ByteBuf> queue = new ArrayDeque<>();
    private final ByteBuf sent = Unpooled.buffer();
    private boolean reading;
    private boolean stuck;
    private boolean closed;
    private Promise<Void> moving;
    private long queued;
    private int flushes;

    public FakeLink(Loop loop, PeerAddress remote, boolean incoming) {
        super(loop, remote, LOCAL, incoming, "fake", Set.of(LinkTag.TCP));
    }

    /** The other end reads no more, until {@code stuck(false)}. */
    public void stuck(boolean now) {
        stuck = now;
        if (!stuck) {
            flush();
            receiver().ifPresent(LinkReceiver::onDrained);
        }
    }

    /** Takes what the other end got since the last call; the caller releases it. */
    public ByteBuf take() {
        return sent.readBytes(sent.readableBytes());
    }

    /** Bytes come from the other end, whether anybody reads or not. */
    public void deliver(ByteBuf bytes) {
        receiver().ifPresentOrElse(callee -> callee.onBytes(bytes), bytes::release);
        receiver().ifPresent(LinkReceiver::onBatchEnd);
    }

    public boolean isReading() {
        return reading;
    }

    public boolean isClosed() {
        return closed;
    }

    public int flushes() {
        return flushes;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        queued += bytes.readableBytes();
        queue.add(bytes);
    }

    @Override
    public void flush() {
        flushes++;
        while (!stuck && !queue.isEmpty()) {
            ByteBuf bytes = queue.remove();
            queued -= bytes.readableBytes();
            sent.writeBytes(bytes);
            bytes.release();
        }
    }

    @Override
    public long queuedBytes() {
        return queued;
    }

    /** Moves only when the test says so. */
    public Promise<Void> movesLater() {
        moving = Promise.promise();
        return moving;
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        return moving == null ? Future.succeededFuture() : moving.future();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        queue.forEach(ByteBuf::release);
        queue.clear();
        loop().execute(() -> tellClosed("closed"));
    }
}
