package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.spate.api.Loop;
import io.spate.api.net.DatagramService;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The UDP socket of one session, and the net between several: a delay, and losses by a seed. For virtual time. */
final class SimulatedDatagrams implements DatagramService {
    private final Net net;
    private final InetSocketAddress local;
    private Claimant claimant;
    private boolean batch;

    SimulatedDatagrams(Net net, InetSocketAddress local) {
        this.net = net;
        this.local = local;
        net.sockets.put(local, this);
    }

    @Override
    public Claim claim(String name, int order, Claimant taking) {
        claimant = taking;
        return () -> claimant = null;
    }

    @Override
    public List<InetSocketAddress> localAddresses() {
        return List.of(local);
    }

    @Override
    public boolean fragments(InetSocketAddress socket) {
        return false;
    }

    @Override
    public void send(InetSocketAddress from, InetSocketAddress remote, ByteBuf payload) {
        byte[] bytes = ByteBufUtil.getBytes(payload);
        payload.release();
        SimulatedDatagrams to = net.sockets.get(remote);
        if (to != null && net.random.nextDouble() >= net.loss) {
            net.loop.schedule(net.delay, () -> to.arrive(from, bytes));
        }
    }

    void arrive(InetSocketAddress from, byte[] bytes) {
        ByteBuf payload = net.allocator.buffer(bytes.length).writeBytes(bytes);
        if (claimant == null || !claimant.recognises(from, payload)) {
            payload.release();
            return;
        }
        claimant.onDatagram(local, from, payload);
        if (!batch) {
            batch = true;
            net.loop.execute(() -> {
                batch = false;
                if (claimant != null) {
                    claimant.onBatchEnd(local);
                }
            });
        }
    }

    /** What is between the sockets. */
    static final class Net {
        private final Map<InetSocketAddress, SimulatedDatagrams> sockets = new HashMap<>();
        private final Loop loop;
        private final ByteBufAllocator allocator;
        private final Duration delay;
        private final double loss;
        private final Random random = new Random(77);

        /** @param loop of all sockets */
        Net(Loop loop, ByteBufAllocator allocator, Duration delay, double loss) {
            this.loop = loop;
            this.allocator = allocator;
            this.delay = delay;
            this.loss = loss;
        }
    }
}
