package io.spate.simulation;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.testkit.LinkEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** One end of a connection that leads to another end in the same process. */
final class MemoryLink extends LinkEnd {
    /** More than this on its way, and the writer is asked to wait. */
    private static final long FULL = 256 * 1024;

    private final Uplink uplink;
    private final Duration latency;
    private final List<ByteBuf> unflushed = new ArrayList<>();
    private final Deque<ByteBuf> unread = new ArrayDeque<>();
    private MemoryLink other;
    private boolean reading;
    private boolean closed;
    private boolean otherClosed;
    private long queued;

    MemoryLink(Loop loop, PeerAddress remote, PeerAddress local, boolean incoming, Uplink uplink, Duration latency) {
        super(loop, remote, local, incoming, "tcp", Set.of(LinkTag.TCP));
        this.uplink = uplink;
        this.latency = latency;
    }

    void join(MemoryLink end) {
        other = end;
        end.other = this;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (on) {
            loop().execute(this::deliver);
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
            other.loop().schedule(arrival, () -> other.arrive(bytes));
        }
        unflushed.clear();
    }

    @Override
    public long queuedBytes() {
        return queued;
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
        loop().execute(() -> tellClosed("closed by us"));
        // Behind what is on its way: one nanosecond at least after the last byte.
        other.loop().schedule(uplink.send(1).plus(latency), other::onOtherClosed);
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
        while (reading && receiver().isPresent() && !unread.isEmpty()) {
            ByteBuf bytes = unread.poll();
            int count = bytes.readableBytes();
            any = true;
            receiver().orElseThrow().onBytes(bytes);
            other.loop().execute(() -> other.onTaken(count));
        }
        if (any) {
            receiver().ifPresent(LinkReceiver::onBatchEnd);
        }
        if (otherClosed && unread.isEmpty()) {
            closed = true;
            tellClosed("end of stream");
        }
    }

    private void onTaken(int count) {
        boolean wasFull = queued >= FULL;
        queued -= count;
        if (wasFull && queued < FULL && !closed) {
            receiver().ifPresent(LinkReceiver::onDrained);
        }
    }

    private void onOtherClosed() {
        otherClosed = true;
        if (!closed) {
            deliver();
        }
    }
}
