package io.spate.kernel.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.net.DatagramService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** One UDP socket for each listen address, on Vert.x's event loops, shared by all who speak UDP. */
public final class UdpSockets implements DatagramService {
    /** Above this many unsent bytes a socket drops what it is given: UDP may lose, memory may not grow. */
    private static final long MAX_UNSENT = 1024 * 1024;

    private static final int MAX_DATAGRAM = 64 * 1024;

    private final VertxPlatform platform;
    private final Map<InetSocketAddress, Channel> sockets = new ConcurrentHashMap<>();
    private final AtomicLong unrecognised = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile List<Entry> claims = List.of();

    public UdpSockets(VertxPlatform platform) {
        this.platform = platform;
    }

    /** Opens a socket; completes with the address that it got. */
    public Future<InetSocketAddress> open(InetSocketAddress address) {
        Promise<InetSocketAddress> opened = Promise.promise();
        ChannelFuture binding = new Bootstrap()
                .group(platform.eventLoops())
                .channelFactory(platform.transport().datagramChannelFactory())
                .option(ChannelOption.ALLOCATOR, platform.allocator())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                .handler(new Receiver())
                .bind(address);
        binding.addListener(done -> {
            if (done.isSuccess()) {
                InetSocketAddress bound = (InetSocketAddress) binding.channel().localAddress();
                sockets.put(bound, binding.channel());
                opened.complete(bound);
            } else {
                opened.fail(new SpateException(
                        ErrorCode.LISTEN_FAILED, NetworkErrors.describe(done.cause()), done.cause()));
            }
        });
        return opened.future();
    }

    @Override
    public Claim claim(String name, int order, Claimant claimant) {
        Entry entry = new Entry(name, order, claimant);
        synchronized (this) {
            List<Entry> more = new ArrayList<>(claims);
            more.add(entry);
            more.sort(Comparator.comparingInt(Entry::order)); // stable: of equals, the first comes first
            claims = List.copyOf(more);
        }
        return () -> remove(entry);
    }

    @Override
    public List<InetSocketAddress> localAddresses() {
        return List.copyOf(sockets.keySet());
    }

    @Override
    public void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        Channel socket = sockets.get(local);
        if (socket == null || socket.unsafe().outboundBuffer() == null) {
            dropped.incrementAndGet();
            payload.release();
        } else if (socket.eventLoop().inEventLoop()) {
            write(socket, remote, payload);
        } else {
            writeOnLoop(socket, remote, payload);
        }
    }

    /** Datagrams that no claimant recognised. */
    public long unrecognised() {
        return unrecognised.get();
    }

    /** Datagrams that were not sent, because too many waited or the socket was closed. */
    public long dropped() {
        return dropped.get();
    }

    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        sockets.values().forEach(socket -> {
            Promise<Void> closed = Promise.promise();
            socket.close().addListener(done -> closed.complete());
            closing.add(closed.future());
        });
        sockets.clear();
        return Future.join(closing).mapEmpty();
    }

    private void writeOnLoop(Channel socket, InetSocketAddress remote, ByteBuf payload) {
        try {
            socket.eventLoop().execute(() -> write(socket, remote, payload));
        } catch (RejectedExecutionException e) {
            dropped.incrementAndGet(); // the session has ended
            payload.release();
        }
    }

    private void write(Channel socket, InetSocketAddress remote, ByteBuf payload) {
        if (!socket.isOpen() || socket.unsafe().outboundBuffer().totalPendingWriteBytes() > MAX_UNSENT) {
            dropped.incrementAndGet();
            payload.release();
        } else {
            socket.writeAndFlush(new DatagramPacket(payload, remote), socket.voidPromise());
        }
    }

    private synchronized void remove(Entry entry) {
        claims = claims.stream().filter(each -> each != entry).toList();
    }

    private record Entry(String name, int order, Claimant claimant) {}

    private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            ByteBuf payload = packet.content();
            for (Entry entry : claims) {
                if (entry.claimant().recognises(packet.sender(), payload)) {
                    InetSocketAddress local =
                            (InetSocketAddress) context.channel().localAddress();
                    entry.claimant().onDatagram(local, packet.sender(), payload.retain());
                    return;
                }
            }
            unrecognised.incrementAndGet();
        }

        /** A port unreachable, told by the system for an earlier send, must not end the socket. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            dropped.incrementAndGet();
        }
    }
}
