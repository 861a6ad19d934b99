package io.spate.plugin.dht.simulation;

import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.node.Datagram;
import io.spate.plugin.dht.node.DhtNode;
import io.spate.plugin.dht.node.NodeEvents;
import io.spate.plugin.dht.node.NodeSettings;
import io.spate.plugin.dht.routing.BoundIds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A network of nodes in virtual time, in one thread: datagrams take their time and some are lost. The same seed, the same run. Every
 * node is in a /24 of its own.
 */
final class SimulatedDht {
    private static final int LEAST_LATENCY_MILLIS = 10;
    private static final int MORE_LATENCY_MILLIS = 140;
    private static final int PORT = 6881;

    private final NodeSettings settings;
    private final double loss;
    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Map<InetSocketAddress, Host> hosts = new HashMap<>();
    private final List<Honest> honest = new ArrayList<>();
    private long now;
    private long numbers;
    private int addresses;
    private long datagrams;

    SimulatedDht(long seed, NodeSettings settings, double loss) {
        this.settings = settings;
        this.loss = loss;
        this.random = new Random(seed);
    }

    /** Whoever takes datagrams. */
    interface Host {
        /** @return what is sent at once */
        Collection<Datagram> onDatagram(byte[] bytes, InetSocketAddress from);
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    /** How many were sent since the start. */
    long datagrams() {
        return datagrams;
    }

    /** The nodes of ours that run. */
    List<Honest> honest() {
        return honest;
    }

    Honest anyHonest() {
        return honest.get(random.nextInt(honest.size()));
    }

    InetSocketAddress newAddress() {
        int number = addresses++;
        byte[] ip = {(byte) (20 + (number >> 16)), (byte) (number >> 8), (byte) number, (byte) (1 + random.nextInt(250))
        };
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), PORT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(InetSocketAddress address, Host host) {
        hosts.put(address, host);
    }

    /** A node of ours comes, knowing some of those that are there. */
    Honest join(List<InetSocketAddress> known) {
        Honest node = new Honest(newAddress());
        hosts.put(node.address, node);
        honest.add(node);
        node.run(each -> each.addNodes(known, now));
        return node;
    }

    /** A node goes without a word. */
    void leave(Honest node) {
        honest.remove(node);
        hosts.remove(node.address);
        node.gone = true;
    }

    void run(Duration time) {
        long end = now + time.toMillis();
        while (!events.isEmpty() && events.peek().at <= end) {
            Event event = events.poll();
            now = event.at;
            event.action.run();
        }
        now = end;
    }

    /** Sends a datagram from a host. */
    void inject(InetSocketAddress from, Datagram datagram) {
        send(from, List.of(datagram));
    }

    private void schedule(long at, Runnable action) {
        events.add(new Event(Math.max(at, now), numbers++, action));
    }

    private void send(InetSocketAddress from, Collection<Datagram> sent) {
        for (Datagram each : sent) {
            datagrams++;
            if (random.nextDouble() >= loss) {
                long latency = LEAST_LATENCY_MILLIS + random.nextInt(MORE_LATENCY_MILLIS);
                schedule(now + latency, () -> deliver(from, each));
            }
        }
    }

    private void deliver(InetSocketAddress from, Datagram datagram) {
        Host host = hosts.get(datagram.to());
        if (host != null) {
            send(datagram.to(), host.onDatagram(datagram.bytes(), from));
        }
    }

    private record Event(long at, long number, Runnable action) {}

    /** A node of ours. */
    final class Honest implements Host, NodeEvents {
        private final InetSocketAddress address;
        private final DhtNode node;
        private long wakeAt = Long.MAX_VALUE;
        private boolean gone;

        private Honest(InetSocketAddress address) {
            this.address = address;
            RandomGenerator own = new SplittableRandom(random.nextLong());
            NodeId id = BoundIds.create(address.getAddress(), own);
            this.node = new DhtNode(Family.IPV4, id, settings, own, own, this, now);
        }

        InetSocketAddress address() {
            return address;
        }

        DhtNode node() {
            return node;
        }

        /** Does something with the node, and sends what it wants sent. */
        void run(Consumer<DhtNode> action) {
            action.accept(node);
            send(address, node.takeOutgoing());
            plan();
        }

        @Override
        public Collection<Datagram> onDatagram(byte[] bytes, InetSocketAddress from) {
            run(each -> each.onDatagram(bytes, from, now));
            return List.of();
        }

        private void plan() {
            long next = node.wakeAt();
            if (next < wakeAt) {
                wakeAt = next;
                schedule(next, () -> wake(next));
            }
        }

        private void wake(long planned) {
            if (!gone && planned == wakeAt) {
                wakeAt = Long.MAX_VALUE;
                run(each -> each.wake(now));
            }
        }

        @Override
        public void onBootstrapped(int nodes) {}

        @Override
        public void onIdChanged(InetAddress externalAddress, NodeId id) {}

        @Override
        public void onBlocked(InetAddress source, Duration blockedFor) {}
    }
}
