package io.spate.kernel.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens TCP connections, to peers and to servers. */
final class TcpConnector {
    private final VertxPlatform platform;
    private final Consumer<Channel> onConnected;

    /** @param onConnected called with each channel before its link is given out */
    TcpConnector(VertxPlatform platform, Consumer<Channel> onConnected) {
        this.platform = platform;
        this.onConnected = onConnected;
    }

    /**
     * Completes on the loop, where the link lives.
     *
     * @param source the address to connect from; empty if the system chooses
     * @param tls what encrypts the connection; a new one
     */
    Future<PeerLink> connect(
            Loop loop,
            InetSocketAddress remote,
            Optional<InetAddress> source,
            Duration timeout,
            Optional<SslHandler> tls) {
        Promise<PeerLink> connected = Promise.promise();
        Bootstrap bootstrap = new Bootstrap()
                .group(((NettyLoop) loop).eventLoop())
                .channelFactory(platform.transport().channelFactory(false))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOCATOR, platform.allocator())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, TcpTransport.WATER_MARK)
                .option(ChannelOption.RECVBUF_ALLOCATOR, TcpTransport.receiveBuffers())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(handler -> channel.pipeline().addLast(handler));
                        channel.pipeline().addLast(new TcpLink(platform, channel, false));
                    }
                });
        source.ifPresent(address -> bootstrap.localAddress(new InetSocketAddress(address, 0)));
        ChannelFuture connecting = bootstrap.connect(remote);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                fail(connected, done.cause());
            } else if (tls.isPresent()) {
                agree(connecting.channel(), tls.get(), connected);
            } else {
                connected.complete(link(connecting.channel()));
            }
        });
        return connected.future();
    }

    /** Has the handshake read, though nobody reads from the link yet. */
    private void agree(Channel channel, SslHandler tls, Promise<PeerLink> connected) {
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                connected.complete(link(channel));
            } else {
                channel.close();
                fail(connected, done.cause());
            }
        });
        channel.read();
    }

    private TcpLink link(Channel channel) {
        onConnected.accept(channel);
        return channel.pipeline().get(TcpLink.class);
    }

    private static void fail(Promise<PeerLink> connected, Throwable cause) {
        connected.fail(new SpateException(ErrorCode.UNREACHABLE, NetworkErrors.describe(cause), cause));
    }
}
