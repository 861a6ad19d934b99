package io.spate.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.net.Multicast;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A multicast group without sockets: keeps what was sent, and lets a test speak to the member. Safe from any thread. */
public final class FakeMulticast implements Multicast {
    private final InetSocketAddress group;
    private final Receiver receiver;
    private final List<byte[]> sent = new ArrayList<>();
    private final Map<InetSocketAddress, Function<byte[], Optional<byte[]>>> neighbours;
    private boolean closed;

    /** @param neighbours who answer what is sent, by their addresses */
    FakeMulticast(
            InetSocketAddress group,
            Receiver receiver,
            Map<InetSocketAddress, Function<byte[], Optional<byte[]>>> neighbours) {
        this.group = group;
        this.receiver = receiver;
        this.neighbours = neighbours;
    }

    public InetSocketAddress group() {
        return group;
    }

    /** Somebody on the local network sends to the group. */
    public void deliver(InetSocketAddress remote, byte[] bytes) {
        if (!isClosed()) {
            receiver.onDatagram(remote, Unpooled.copiedBuffer(bytes));
        }
    }

    /** What was sent, oldest first; forgotten by this call. */
    public synchronized List<byte[]> takeSent() {
        List<byte[]> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void send(ByteBuf payload) {
        byte[] bytes = ByteBufUtil.getBytes(payload);
        payload.release();
        if (!isClosed()) {
            keep(bytes);
            neighbours.forEach((at, answers) -> answers.apply(bytes).ifPresent(answer -> deliver(at, answer)));
        }
    }

    private synchronized void keep(byte[] bytes) {
        sent.add(bytes);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
