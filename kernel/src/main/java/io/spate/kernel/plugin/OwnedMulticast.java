package io.spate.kernel.plugin;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.Multicast;
import io.spate.kernel.extension.Guard;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** A multicast group as one plugin takes part in it: left when the plugin stops, even if it is only being joined then. */
final class OwnedMulticast implements Multicast, Multicast.Receiver {
    private final Guard guard;
    private final Consumer<OwnedMulticast> left;
    private volatile Optional<Receiver> receiver;
    private Optional<Multicast> joined = Optional.empty();
    private boolean closed;

    /** @param left called when it is closed */
    OwnedMulticast(Guard guard, Receiver receiver, Consumer<OwnedMulticast> left) {
        this.guard = guard;
        this.receiver = Optional.of(receiver);
        this.left = left;
    }

    synchronized Multicast joined(Multicast multicast) {
        joined = Optional.of(multicast);
        if (closed) {
            multicast.close();
        }
        return this;
    }

    @Override
    public void onDatagram(InetSocketAddress remote, ByteBuf payload) {
        Optional<Receiver> callee = receiver;
        if (callee.isEmpty()) {
            payload.release();
        } else {
            guard.run("Multicast.Receiver.onDatagram", () -> callee.get().onDatagram(remote, payload));
        }
    }

    @Override
    public synchronized void send(ByteBuf payload) {
        if (closed || joined.isEmpty()) {
            payload.release();
        } else {
            joined.get().send(payload);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        receiver = Optional.empty();
        joined.ifPresent(Multicast::close);
        left.accept(this);
    }
}
