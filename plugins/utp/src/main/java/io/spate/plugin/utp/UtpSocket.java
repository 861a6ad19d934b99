package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.net.DatagramService;
import io.spate.api.net.PeerLink;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The connections of one UDP socket. Datagrams come on the socket's loop, one at a time; links are dialled and removed from
 * any.
 */
final class UtpSocket {
    private static final int IDS = 0x10000;
    private static final int MAX_TRIES = 16;
    private static final long NO_BATCH = Long.MIN_VALUE;
    private static final int HEADERS_IPV4 = 20 + 8;
    private static final int HEADERS_IPV6 = 40 + 8;
    /** What every IPv4 way takes, and every IPv6 way. */
    private static final int LEAST_MTU_IPV4 = 576;

    private static final int LEAST_MTU_IPV6 = 1280;
    /** Where the length of datagrams cannot be probed, as tunnels are usual: longer ones are sent in fragments. */
    private static final int USUAL_MTU_IPV4 = 1428;

    private static final int USUAL_MTU_IPV6 = 1348;

    private final InetSocketAddress local;
    private final DatagramService datagrams;
    private final UtpSettings settings;
    private final SharedLimits shared;
    private final Map<ConnectionKey, UtpLink> links = new ConcurrentHashMap<>();
    private final AtomicInteger halfOpen = new AtomicInteger();
    private volatile Optional<Consumer<PeerLink>> accepted = Optional.empty();

    // Socket's loop only
    private final List<UtpLink> addressed = new ArrayList<>();
    private long batchStart = NO_BATCH;
    private UtpLink last;

    UtpSocket(InetSocketAddress local, DatagramService datagrams, UtpSettings settings, SharedLimits shared) {
        this.local = local;
        this.datagrams = datagrams;
        this.settings = settings;
        this.shared = shared;
    }

    InetSocketAddress local() {
        return local;
    }

    Collection<UtpLink> links() {
        return links.values();
    }

    /** Whom accepted links go to; empty: none are accepted. */
    void accepting(Optional<Consumer<PeerLink>> next) {
        accepted = next;
    }

    /** On the loop of the socket; takes the buffer. */
    void onDatagram(InetSocketAddress remote, ByteBuf datagram) {
        find(remote, datagram).ifPresentOrElse(link -> give(link, datagram), datagram::release);
    }

    /**
     * On the loop of the socket: every connection that got something deals with all of it at once. One whose loop has not come
     * round since the last time is not told again.
     */
    void onBatchEnd() {
        for (UtpLink link : addressed) {
            link.onBatch();
        }
        addressed.clear();
        last = null;
        batchStart = NO_BATCH;
    }

    /** Opens a link on the loop, from there. */
    void dial(InetSocketAddress remote, Loop loop, long timeout, Consumer<Opening> opened) {
        for (int i = 0; i < MAX_TRIES; i++) {
            int receiveId = shared.random(IDS);
            ConnectionKey key = new ConnectionKey(remote, receiveId);
            UtpLink link = new UtpLink(
                    this,
                    key,
                    false,
                    loop,
                    new Inbox(shared.waiting()),
                    outlet -> UtpConnection.initiator(
                            settings.limits(), shared.memory(), shared.allocator(), mtu(remote), outlet, receiveId),
                    opened);
            if (links.putIfAbsent(key, link) == null) {
                link.connect(timeout);
                return;
            }
        }
        opened.accept(new Opening.Failed("no connection id is free"));
    }

    void send(InetSocketAddress remote, ByteBuf packets, int segment) {
        datagrams.send(local, remote, packets, segment);
    }

    void remove(UtpLink link) {
        links.remove(link.key(), link);
    }

    private Optional<UtpLink> find(InetSocketAddress remote, ByteBuf datagram) {
        int id = PacketHeader.connectionIdOf(datagram);
        if (PacketHeader.typeOf(datagram) == PacketType.SYN) {
            ConnectionKey key = new ConnectionKey(remote, SequenceNumbers.plus(id, 1));
            UtpLink known = links.get(key);
            return known == null ? accept(key) : Optional.of(known);
        }
        // Packets of one batch mostly belong together, and then have the same object for their sender.
        if (last == null || last.key().receiveId() != id || !last.key().remote().equals(remote)) {
            last = links.get(new ConnectionKey(remote, id));
        }
        return Optional.ofNullable(last);
    }

    /** What is refused is not answered: an answer to a forged address would hit somebody else. */
    private Optional<UtpLink> accept(ConnectionKey key) {
        Optional<Consumer<PeerLink>> taker = accepted;
        if (taker.isEmpty() || halfOpen.incrementAndGet() > settings.maxHalfOpen()) {
            taker.ifPresent(counted -> halfOpen.decrementAndGet());
            return Optional.empty();
        }
        int sequence = shared.random(IDS);
        UtpLink link = new UtpLink(
                this,
                key,
                true,
                shared.loop(),
                new Inbox(shared.waiting()),
                outlet -> UtpConnection.acceptor(
                        settings.limits(),
                        shared.memory(),
                        shared.allocator(),
                        mtu(key.remote()),
                        outlet,
                        key.receiveId(),
                        sequence),
                opening -> {
                    halfOpen.decrementAndGet();
                    if (opening instanceof Opening.Done done) {
                        taker.get().accept(done.link());
                    }
                });
        UtpLink dialledMeanwhile = links.putIfAbsent(key, link);
        if (dialledMeanwhile != null) {
            halfOpen.decrementAndGet();
            return Optional.of(dialledMeanwhile);
        }
        return Optional.of(link);
    }

    private void give(UtpLink link, ByteBuf datagram) {
        if (batchStart == NO_BATCH) {
            batchStart = shared.now();
        }
        if (link.inbox().add(datagram, batchStart)) {
            addressed.add(link);
        }
    }

    private MtuSearch mtu(InetSocketAddress remote) {
        boolean v6 = remote.getAddress() instanceof Inet6Address;
        int headers = v6 ? HEADERS_IPV6 : HEADERS_IPV4;
        if (datagrams.fragments(local)) {
            int usual = Math.min(settings.mtu(), v6 ? USUAL_MTU_IPV6 : USUAL_MTU_IPV4) - headers;
            return new MtuSearch(usual, usual);
        }
        return new MtuSearch((v6 ? LEAST_MTU_IPV6 : LEAST_MTU_IPV4) - headers, settings.mtu() - headers);
    }
}
