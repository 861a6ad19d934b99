package io.spate.kernel.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;

/** A TCP connection: a Netty channel that can change loops. */
final class TcpLink extends ChannelInboundHandlerAdapter implements PeerLink {
    private final VertxPlatform platform;
    private final Channel channel;
    private final boolean incoming;
    private PeerAddress remote;
    private PeerAddress local;
    private volatile Loop loop;

    // Loop only
    private LinkReceiver receiver;
    private String closeReason = "end of stream";
    private boolean failed;
    private boolean closed;

    TcpLink(VertxPlatform platform, Channel channel, boolean incoming) {
        this.platform = platform;
        this.channel = channel;
        this.incoming = incoming;
    }

    @Override
    public PeerAddress remote() {
        if (remote == null) {
            remote = PeerAddress.of((InetSocketAddress) channel.remoteAddress());
        }
        return remote;
    }

    @Override
    public PeerAddress local() {
        if (local == null) {
            local = PeerAddress.of((InetSocketAddress) channel.localAddress());
        }
        return local;
    }

    @Override
    public Set<LinkTag> tags() {
        Set<LinkTag> tags = EnumSet.of(LinkTag.TCP);
        if (remote().isIpv6()) {
            tags.add(LinkTag.IPV6);
        }
        InetAddress address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        if (address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress()) {
            tags.add(LinkTag.LOCAL);
        }
        return tags;
    }

    @Override
    public String transport() {
        return TcpTransport.NAME;
    }

    @Override
    public boolean isIncoming() {
        return incoming;
    }

    @Override
    public Loop loop() {
        return loop == null ? platform.loopOf(channel.eventLoop()) : loop;
    }

    @Override
    public void receiver(LinkReceiver next) {
        receiver = next;
        if (closed) {
            loop().execute(this::tellClosed);
        }
    }

    @Override
    public void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    @Override
    public void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public long queuedBytes() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        EventLoop next = ((NettyLoop) target).eventLoop();
        if (channel.eventLoop() == next) {
            return Future.succeededFuture();
        }
        Promise<Void> moved = Promise.promise();
        channel.deregister().addListener(deregistered -> {
            if (deregistered.isSuccess()) {
                registerWith(next, moved);
            } else {
                failMove(deregistered.cause(), moved);
            }
        });
        return moved.future();
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (receiver == null) {
            ReferenceCountUtil.release(message);
            return;
        }
        receiver.onBytes((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (receiver != null) {
            receiver.onBatchEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (receiver != null && channel.isWritable()) {
            receiver.onDrained();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        tellClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!failed) {
            failed = true; // the first says why; those of writes that were still queued only follow from it
            closeReason = NetworkErrors.describe(cause);
        }
        context.close();
    }

    private void registerWith(EventLoop next, Promise<Void> moved) {
        loop = platform.loopOf(next);
        next.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                moved.complete();
            } else {
                failMove(registered.cause(), moved);
            }
        });
    }

    private void failMove(Throwable cause, Promise<Void> moved) {
        closeReason = NetworkErrors.describe(cause);
        channel.close();
        moved.fail(cause);
    }

    /** The receiver hears of the end once, though it may have been set after it. */
    private void tellClosed() {
        if (receiver != null) {
            LinkReceiver told = receiver;
            receiver = null;
            told.onClosed(closeReason);
        }
    }
}
