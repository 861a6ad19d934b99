package io.spate.kernel.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.InternetProtocolFamily;
import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.net.Multicast;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One multicast group: a socket that receives on all interfaces, and one that sends for each of our addresses, so that datagrams
 * come from where we accept peers. Confined to the loop of the receiving socket.
 */
final class MulticastGroup implements Multicast {
    /** The groups reach beyond the local network, if its routers let them (BEP 14); libtorrent's number. */
    private static final int HOPS = 32;

    private static final Logger log = LoggerFactory.getLogger(MulticastGroup.class);

    private final VertxPlatform platform;
    private final InetSocketAddress group;
    private final Supplier<List<InetSocketAddress>> listening;
    private final DatagramChannel receiving;
    private final Map<LocalEnd, DatagramChannel> senders = new HashMap<>();
    private final Set<Integer> joined = new HashSet<>();

    private MulticastGroup(
            VertxPlatform platform,
            InetSocketAddress group,
            Supplier<List<InetSocketAddress>> listening,
            DatagramChannel receiving) {
        this.platform = platform;
        this.group = group;
        this.listening = listening;
        this.receiving = receiving;
    }

    /** @param listening where peers are accepted now: what is sent comes from these addresses */
    static Future<Multicast> open(
            VertxPlatform platform,
            InetSocketAddress group,
            Supplier<List<InetSocketAddress>> listening,
            Receiver receiver) {
        Promise<Multicast> opened = Promise.promise();
        Hearing hearing = new Hearing(receiver);
        ChannelFuture binding = bootstrap(platform, platform.eventLoops(), group)
                .handler(hearing)
                .bind(new InetSocketAddress(wildcard(group), group.getPort()));
        binding.addListener(done -> {
            if (!done.isSuccess()) {
                opened.fail(new SpateException(
                        ErrorCode.LISTEN_FAILED,
                        "multicast at " + PeerAddress.of(group) + ": " + NetworkErrors.describe(done.cause()),
                        done.cause()));
                return;
            }
            MulticastGroup made = new MulticastGroup(platform, group, listening, (DatagramChannel) binding.channel());
            hearing.group = made;
            made.lookAround().onComplete(looked -> opened.complete(made));
        });
        return opened.future();
    }

    @Override
    public void send(ByteBuf payload) {
        lookAround().onComplete(looked -> {
            senders.values()
                    .forEach(sender -> sender.writeAndFlush(new DatagramPacket(payload.retainedDuplicate(), group)));
            payload.release();
        });
    }

    @Override
    public void close() {
        receiving.close();
        receiving.eventLoop().execute(() -> {
            senders.values().forEach(DatagramChannel::close);
            senders.clear();
        });
    }

    /** Takes up what interfaces there are now. Completes on the loop, whatever became of it. */
    private Future<Void> lookAround() {
        Promise<Void> done = Promise.promise();
        platform.vertx()
                .executeBlocking(() -> LocalEnd.find(listening.get(), group.getAddress()), false)
                .onComplete(found -> receiving.eventLoop().execute(() -> {
                    if (found.succeeded() && receiving.isOpen()) {
                        use(found.result());
                    }
                    done.complete();
                }));
        return done.future();
    }

    private void use(Set<LocalEnd> ends) {
        for (Iterator<Map.Entry<LocalEnd, DatagramChannel>> each =
                        senders.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<LocalEnd, DatagramChannel> sender = each.next();
            if (!ends.contains(sender.getKey())) {
                sender.getValue().close();
                each.remove();
            }
        }
        joined.retainAll(ends.stream().map(end -> end.nic().getIndex()).toList());
        for (LocalEnd end : ends) {
            if (joined.add(end.nic().getIndex())) {
                join(end.nic());
            }
            if (!senders.containsKey(end)) {
                openSender(end);
            }
        }
    }

    private void join(NetworkInterface nic) {
        receiving.joinGroup(group, nic).addListener(done -> {
            if (!done.isSuccess()) {
                joined.remove(nic.getIndex());
                log.debug("cannot join {} on {}", group, nic.getName(), done.cause());
            }
        });
    }

    private void openSender(LocalEnd end) {
        ChannelFuture binding = bootstrap(platform, receiving.eventLoop(), group)
                .option(ChannelOption.IP_MULTICAST_IF, end.nic())
                .option(ChannelOption.IP_MULTICAST_TTL, HOPS)
                .option(ChannelOption.IP_MULTICAST_LOOP_DISABLED, false)
                .handler(new Hearing((remote, payload) -> payload.release()))
                .bind(new InetSocketAddress(end.address(), 0));
        DatagramChannel sender = (DatagramChannel) binding.channel();
        senders.put(end, sender);
        binding.addListener(done -> {
            if (!done.isSuccess()) {
                senders.remove(end, sender);
                log.debug("cannot send to {} from {}", group, end.address(), done.cause());
            }
        });
    }

    /** Whether the sender of a datagram is on a network that we are on. */
    private boolean isNear(InetAddress remote) {
        return senders.keySet().stream().anyMatch(end -> end.reaches(remote));
    }

    @SuppressWarnings("deprecation") // Vert.x's transport takes this type alone
    private static Bootstrap bootstrap(VertxPlatform platform, EventLoopGroup loops, InetSocketAddress group) {
        InternetProtocolFamily family =
                PeerAddress.isIpv6(group.getAddress()) ? InternetProtocolFamily.IPv6 : InternetProtocolFamily.IPv4;
        return new Bootstrap()
                .group(loops)
                .channelFactory(() -> platform.transport().datagramChannel(family))
                .option(ChannelOption.ALLOCATOR, platform.allocator())
                .option(ChannelOption.SO_REUSEADDR, true);
    }

    private static InetAddress wildcard(InetSocketAddress group) {
        try {
            return InetAddress.getByAddress(new byte[group.getAddress().getAddress().length]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of zeros", e);
        }
    }

    /** Hands on what comes from near. */
    private static final class Hearing extends SimpleChannelInboundHandler<DatagramPacket> {
        private final Receiver receiver;
        private MulticastGroup group;

        private Hearing(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            if (group != null && group.isNear(packet.sender().getAddress())) {
                receiver.onDatagram(packet.sender(), packet.content().retain());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.debug("multicast socket", cause);
        }
    }
}
