package io.spate.simulation;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** One end of a connection that leads to another end in the same process. */
final class MemoryLink implements PeerLink {
    /** More than this on its way, and the writer is asked to wait. */
    private static final long FULL = 256 * 1024;

    private final PeerAddress remote;
    private final PeerAddress local;
    private final boolean incoming;
    private final Uplink uplink;
    private final Duration latency;
    private final List<ByteBuf> unflushed = new ArrayList<>();
    private final Deque<ByteBuf> unread = new ArrayDeque<>();
    private Loop loop;
    private MemoryLink other;
    private LinkReceiver receiver;
    private boolean reading;
    private boolean closed;
    private boolean otherClosed;
    private long queued;

    MemoryLink(Loop loop, PeerAddress remote, PeerAddress local, boolean incoming, Uplink uplink, Duration latency) {
        this.loop = loop;
        this.remote = remote;
        this.local = local;
        this.incoming = incoming;
        this.uplink = uplink;
        this.latency = latency;
    }

    void join(MemoryLink end) {
        other = end;
        end.other = this;
    }

    @Override
    public PeerAddress remote() {
        return remote;
    }

    @Override
    public PeerAddress local() {
        return local;
    }

    @Override
    public Set<LinkTag> tags() {
        return Set.of(LinkTag.TCP);
    }

    @Override
    public String transport() {
        return "tcp";
    }

    @Override
    public boolean isIncoming() {
        return incoming;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void receiver(LinkReceiver next) {
        receiver = next;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (on) {
            loop.execute(this::deliver);
        }
    }

    @Override
    public void write(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        queued += bytes.readableBytes();
        unflushed.add(bytes);
    }

    @Override
    public void flush() {
        for (ByteBuf bytes : unflushed) {
            Duration arrival = uplink.send(bytes.readableBytes()).plus(latency);
            other.loop.schedule(arrival, () -> other.arrive(bytes));
        }
        unflushed.clear();
    }

    @Override
    public long queuedBytes() {
        return queued;
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        loop = target;
        return Future.succeededFuture();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        unflushed.forEach(ByteBuf::release);
        unflushed.clear();
        unread.forEach(ByteBuf::release);
        unread.clear();
        loop.execute(() -> tellClosed("closed by us"));
        // Behind what is on its way: one nanosecond at least after the last byte.
        other.loop.schedule(uplink.send(1).plus(latency), other::onOtherClosed);
    }

    private void arrive(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        unread.add(bytes);
        deliver();
    }

    private void deliver() {
        boolean any = false;
        while (reading && receiver != null && !unread.isEmpty()) {
            ByteBuf bytes = unread.poll();
            int count = bytes.readableBytes();
            any = true;
            receiver.onBytes(bytes);
            other.loop.execute(() -> other.onTaken(count));
        }
        if (any && receiver != null) {
            receiver.onBatchEnd();
        }
        if (otherClosed && unread.isEmpty()) {
            tellClosed("end of stream");
        }
    }

    private void onTaken(int count) {
        boolean wasFull = queued >= FULL;
        queued -= count;
        if (wasFull && queued < FULL && receiver != null && !closed) {
            receiver.onDrained();
        }
    }

    private void onOtherClosed() {
        otherClosed = true;
        if (!closed) {
            deliver();
        }
    }

    private void tellClosed(String why) {
        closed = true;
        if (receiver != null) {
            LinkReceiver told = receiver;
            receiver = null;
            told.onClosed(why);
        }
    }
}
