package io.spate.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.net.DatagramService;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * UDP without sockets: keeps what was sent, and shows the claimants what a test delivers. For one thread.
 */
public final class FakeDatagrams implements DatagramService {
    private final List<Entry> claimants = new ArrayList<>();
    private final List<Datagram> sent = new ArrayList<>();
    private final Supplier<List<InetSocketAddress>> localAddresses;

    public FakeDatagrams(List<InetSocketAddress> localAddresses) {
        this(() -> localAddresses);
    }

    /** @param localAddresses where sockets are open now */
    public FakeDatagrams(Supplier<List<InetSocketAddress>> localAddresses) {
        this.localAddresses = localAddresses;
    }

    /** What was sent, oldest first; forgotten by this call. */
    public List<Datagram> takeSent() {
        List<Datagram> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** @return whether a claimant recognised it */
    public boolean deliver(InetSocketAddress local, InetSocketAddress remote, byte[] bytes) {
        ByteBuf payload = Unpooled.copiedBuffer(bytes);
        for (Entry entry : List.copyOf(claimants)) {
            if (entry.claimant.recognises(remote, payload)) {
                entry.claimant.onDatagram(local, remote, payload);
                entry.claimant.onBatchEnd(local);
                return true;
            }
        }
        payload.release();
        return false;
    }

    @Override
    public Claim claim(String name, int order, Claimant claimant) {
        Entry entry = new Entry(order, claimant);
        claimants.add(entry);
        claimants.sort(Comparator.comparingInt(Entry::order));
        return () -> claimants.remove(entry);
    }

    @Override
    public List<InetSocketAddress> localAddresses() {
        return List.copyOf(localAddresses.get());
    }

    @Override
    public void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        try {
            sent.add(new Datagram(local, remote, ByteBufUtil.getBytes(payload)));
        } finally {
            payload.release();
        }
    }

    /** One datagram that was sent. */
    public record Datagram(InetSocketAddress local, InetSocketAddress remote, byte[] bytes) {}

    private record Entry(int order, Claimant claimant) {}
}
