package io.spate.kernel.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.net.DialRequest;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.kernel.settings.CongestionSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * TCP, on Netty channels that live on Vert.x's event loops. Not Vert.x's own sockets: those cannot change loops, and an
 * accepted link must move to its torrent's.
 */
public final class TcpTransport implements PeerTransport {
    public static final String NAME = "tcp";
    private static final int BACKLOG = 512;
    /** Above the high mark a link is full; below the low one it asks for more. A few batches of blocks. */
    static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark((int) PeerLink.FULL / 2, (int) PeerLink.FULL - 1);
    /** One read brings many blocks, so that system calls cost little beside the copy. */
    private static final int MAX_READ = 256 * 1024;

    private final VertxPlatform platform;
    private final CongestionControl congestion;
    private final TcpConnector connector;
    private final List<Channel> listening = new CopyOnWriteArrayList<>();

    public TcpTransport(VertxPlatform platform, CongestionSettings congestion) {
        this.platform = platform;
        this.congestion = new CongestionControl(congestion, platform);
        this.connector = new TcpConnector(platform, this.congestion::applyTo);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean canDial(PeerAddress address) {
        return address.scheme().equals(PeerAddress.IP) && address.port() > 0;
    }

    @Override
    public Future<InetSocketAddress> listen(InetSocketAddress address, Consumer<PeerLink> accepted) {
        Promise<InetSocketAddress> bound = Promise.promise();
        ChannelFuture binding = new ServerBootstrap()
                .group(platform.acceptors(), platform.eventLoops())
                .channelFactory(platform.transport().serverChannelFactory(false))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOCATOR, platform.allocator())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        congestion.applyTo(channel);
                        TcpLink link = new TcpLink(platform, channel, true);
                        channel.pipeline().addLast(link);
                        accepted.accept(link);
                    }
                })
                .bind(address);
        binding.addListener(done -> {
            if (done.isSuccess()) {
                listening.add(binding.channel());
                bound.complete((InetSocketAddress) binding.channel().localAddress());
            } else {
                bound.fail(new SpateException(
                        ErrorCode.LISTEN_FAILED, NetworkErrors.describe(done.cause()), done.cause()));
            }
        });
        return bound.future();
    }

    @Override
    public Future<PeerLink> dial(DialRequest request) {
        return connector.connect(
                request.loop(),
                request.address().socketAddress().orElseThrow(),
                request.source(),
                request.timeout(),
                Optional.empty());
    }

    @Override
    public Future<Void> stopListening() {
        Promise<Void> stopped = Promise.promise();
        List<Future<Void>> closing =
                listening.stream().map(TcpTransport::closed).toList();
        listening.clear();
        Future.join(closing).onComplete(done -> stopped.complete());
        return stopped.future();
    }

    private static Future<Void> closed(Channel channel) {
        Promise<Void> closed = Promise.promise();
        channel.close().addListener(done -> closed.complete());
        return closed.future();
    }

    static RecvByteBufAllocator receiveBuffers() {
        return new AdaptiveRecvByteBufAllocator(1024, 16 * 1024, MAX_READ);
    }
}
