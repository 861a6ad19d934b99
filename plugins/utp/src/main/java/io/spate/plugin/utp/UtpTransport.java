package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.net.DatagramService;
import io.spate.api.net.DialRequest;
import io.spate.api.net.Network;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.api.plugin.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.pf4j.Extension;

/** uTP (BEP 29) over the UDP sockets of the session. */
@Extension
@Singleton
public final class UtpTransport implements PeerTransport, AutoCloseable {
    static final String NAME = "utp";

    /** Behind those who know their datagrams for certain: of uTP's there are but a few bits to go by. */
    private static final int CLAIM_ORDER = 300;

    private static final long CLOSE_SECONDS = 1;

    private final UtpSettings settings;
    private final DatagramService datagrams;
    private final SharedLimits shared;
    private final Map<InetSocketAddress, UtpSocket> sockets = new ConcurrentHashMap<>();
    private final DatagramService.Claim claim;

    @Inject
    UtpTransport(UtpSettings settings, Network network, Timers timers, RandomGenerator random) {
        this(settings, network, timers, random, PooledByteBufAllocator.DEFAULT);
    }

    UtpTransport(
            UtpSettings settings, Network network, Timers timers, RandomGenerator random, ByteBufAllocator allocator) {
        this.settings = settings;
        this.datagrams = network.datagrams();
        this.shared = new SharedLimits(timers.loop(), random, allocator, new MemoryBudget(settings.memory()));
        this.claim = datagrams.claim(NAME, CLAIM_ORDER, new Packets());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean canDial(PeerAddress address) {
        return address.scheme().equals(PeerAddress.IP)
                && address.port() > 0
                && socketFor(address, Optional.empty()).isPresent();
    }

    /** The kernel has opened the UDP socket before. */
    @Override
    public Future<InetSocketAddress> listen(InetSocketAddress address, Consumer<PeerLink> accepted) {
        if (!datagrams.localAddresses().contains(address)) {
            return Future.failedFuture(
                    new SpateException(ErrorCode.LISTEN_FAILED, "there is no UDP socket at this address"));
        }
        socket(address).accepting(Optional.of(accepted));
        return Future.succeededFuture(address);
    }

    @Override
    public Future<PeerLink> dial(DialRequest request) {
        Optional<UtpSocket> socket = socketFor(request.address(), request.source());
        Optional<InetSocketAddress> remote = request.address().socketAddress();
        if (socket.isEmpty() || remote.isEmpty()) {
            return Future.failedFuture(new SpateException(
                    ErrorCode.UNREACHABLE, "no UDP socket is open that reaches " + request.address()));
        }
        Promise<PeerLink> dialled = Promise.promise();
        long timeout =
                Math.min(request.timeout().toNanos() / 1000, settings.limits().connectTimeout());
        socket.get().dial(remote.get(), request.loop(), timeout, opening -> {
            if (opening instanceof Opening.Done done) {
                dialled.complete(done.link());
            } else if (opening instanceof Opening.Failed failed) {
                dialled.fail(new SpateException(ErrorCode.UNREACHABLE, failed.why()));
            }
        });
        return dialled.future();
    }

    @Override
    public Future<Void> stopListening() {
        sockets.values().forEach(socket -> socket.accepting(Optional.empty()));
        return Future.succeededFuture();
    }

    /** The other ends are told, so that they go on by other means at once. Waits for that, a second at most. */
    @Override
    public void close() {
        stopListening();
        List<UtpLink> open = sockets.values().stream()
                .flatMap(socket -> socket.links().stream())
                .toList();
        CountDownLatch told = new CountDownLatch(open.size());
        open.forEach(link -> link.abort("uTP is stopped", told::countDown));
        try {
            told.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        claim.close();
    }

    /** Links that are open, opening, or closing. */
    int openLinks() {
        return sockets.values().stream()
                .mapToInt(socket -> socket.links().size())
                .sum();
    }

    private UtpSocket socket(InetSocketAddress local) {
        return sockets.computeIfAbsent(local, address -> new UtpSocket(address, datagrams, settings, shared));
    }

    /** The socket at the source if there is one, else one of the peer's family, else one of the other family that reaches it. */
    private Optional<UtpSocket> socketFor(PeerAddress remote, Optional<InetAddress> source) {
        return datagrams.localAddresses().stream()
                .filter(local -> reaches(local, remote))
                .min(Comparator.comparing((InetSocketAddress local) -> !source.equals(Optional.of(local.getAddress())))
                        .thenComparing(local -> PeerAddress.isIpv6(local.getAddress()) != remote.isIpv6())
                        .thenComparing(InetSocketAddress::toString))
                .map(this::socket);
    }

    /** The IPv6 wildcard takes IPv4, too, on most systems. */
    private static boolean reaches(InetSocketAddress local, PeerAddress remote) {
        boolean v6 = PeerAddress.isIpv6(local.getAddress());
        return v6 == remote.isIpv6() || v6 && local.getAddress().isAnyLocalAddress();
    }

    /** Passes datagrams on to the connections of the socket that they came by. */
    private final class Packets implements DatagramService.Claimant {
        @Override
        public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
            return PacketHeader.isRecognised(payload);
        }

        @Override
        public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
            socket(local).onDatagram(remote, payload);
        }

        @Override
        public void onBatchEnd(InetSocketAddress local) {
            socket(local).onBatchEnd();
        }
    }
}
