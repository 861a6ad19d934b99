package io.spate.kernel.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.net.DatagramService;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One UDP socket for each listen address, on Vert.x's event loops, shared by all who speak UDP. */
public final class UdpSockets implements DatagramService {
    /** Buffers of the system: a few milliseconds of a fast link, since a loop has other things to do, too. */
    private static final int SYSTEM_BUFFER = 2 * 1024 * 1024;

    private final VertxPlatform platform;
    private final UdpClaims claims = new UdpClaims();
    private final Map<InetSocketAddress, UdpSocket> sockets = new ConcurrentHashMap<>();
    private final AtomicLong unrecognised = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    public UdpSockets(VertxPlatform platform) {
        this.platform = platform;
    }

    /** Opens a socket; completes with the address that it got. */
    public Future<InetSocketAddress> open(InetSocketAddress address) {
        Promise<InetSocketAddress> opened = Promise.promise();
        UdpSocket socket = new UdpSocket(claims, unrecognised, dropped);
        ChannelFuture binding = new Bootstrap()
                .group(platform.eventLoops())
                .channelFactory(platform.transport().datagramChannelFactory())
                .option(ChannelOption.ALLOCATOR, platform.allocator())
                .option(ChannelOption.RECVBUF_ALLOCATOR, socket.buffers())
                .option(ChannelOption.SO_RCVBUF, SYSTEM_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SYSTEM_BUFFER)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        socket.init(channel);
                        channel.pipeline().addLast(socket);
                    }
                })
                .bind(address);
        binding.addListener(done -> {
            if (done.isSuccess()) {
                sockets.put(socket.bound(), socket);
                opened.complete(socket.bound());
            } else {
                opened.fail(new SpateException(
                        ErrorCode.LISTEN_FAILED, NetworkErrors.describe(done.cause()), done.cause()));
            }
        });
        return opened.future();
    }

    @Override
    public Claim claim(String name, int order, Claimant claimant) {
        return claims.add(order, claimant);
    }

    @Override
    public List<InetSocketAddress> localAddresses() {
        return List.copyOf(sockets.keySet());
    }

    @Override
    public void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        send(local, remote, payload, UdpSocket.MAX_DATAGRAM);
    }

    @Override
    public void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload, int segment) {
        UdpSocket socket = sockets.get(local);
        if (socket == null) {
            dropped.incrementAndGet();
            payload.release();
        } else {
            socket.send(remote, payload, segment);
        }
    }

    @Override
    public boolean fragments(InetSocketAddress local) {
        UdpSocket socket = sockets.get(local);
        return socket == null || socket.fragments();
    }

    /** Datagrams that no claimant recognised. */
    public long unrecognised() {
        return unrecognised.get();
    }

    /** How often datagrams were not sent, because too many waited, the socket was closed, or the system refused. */
    public long dropped() {
        return dropped.get();
    }

    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        sockets.values().forEach(socket -> {
            Promise<Void> closed = Promise.promise();
            socket.channel().close().addListener(done -> closed.complete());
            closing.add(closed.future());
        });
        sockets.clear();
        return Future.join(closing).mapEmpty();
    }
}
