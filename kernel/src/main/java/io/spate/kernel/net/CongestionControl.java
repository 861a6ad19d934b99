package io.spate.kernel.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.spate.kernel.settings.CongestionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the algorithm by which the system decides how fast to send on a connection: Linux's socket option
 * {@code TCP_CONGESTION}. Elsewhere it does nothing. Safe for threads.
 */
final class CongestionControl {
    private static final Logger LOGGER = LoggerFactory.getLogger(CongestionControl.class);
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    /** TCP_CA_NAME_MAX, with the zero at the end. */
    private static final int NAME_BYTES = 16;

    static final ChannelOption<ByteBuffer> OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, NAME_BYTES);

    private final CongestionSettings settings;
    private final VertxPlatform platform;
    private final AtomicBoolean isRefusalTold = new AtomicBoolean();

    CongestionControl(CongestionSettings settings, VertxPlatform platform) {
        this.settings = settings;
        this.platform = platform;
    }

    /** Called once a connection is there, on its loop. */
    void applyTo(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !(channel.localAddress() instanceof InetSocketAddress local)) {
            return; // it was closed at once
        }
        InetAddress address = remote.getAddress();
        if (address.isLoopbackAddress() || address.equals(local.getAddress())) {
            use(settings.onThisHost(), channel);
        } else if (isOfLocalNetwork(address)) {
            platform.vertx()
                    .executeBlocking(() -> isOurs(address) ? settings.onThisHost() : settings.elsewhere(), false)
                    .onSuccess(name -> channel.eventLoop().execute(() -> use(name, channel)));
        } else {
            use(settings.elsewhere(), channel);
        }
    }

    private void use(String name, Channel channel) {
        if (name.isEmpty() || !channel.isOpen()) {
            return;
        }
        try {
            channel.config().setOption(OPTION, value(name));
        } catch (ChannelException e) {
            if (isRefusalTold.compareAndSet(false, true)) {
                LOGGER.warn(
                        "congestion control {}: {} (expected: one of /proc/sys/net/ipv4/tcp_allowed_congestion_control);"
                                + " connections keep the system's",
                        name,
                        e.getMessage());
            }
        }
    }

    /** In the heap, as one in direct memory costs more to make than the call that it is for. */
    private static ByteBuffer value(String name) {
        return ByteBuffer.wrap(Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), NAME_BYTES));
    }

    /** The system is asked about these alone: that a host has two other addresses which meet is rare. */
    static boolean isOfLocalNetwork(InetAddress address) {
        return address.isSiteLocalAddress() || isUniqueLocal(address);
    }

    /** fc00::/7 (RFC 4193), which Java's site-local addresses are not. */
    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }

    /** Blocks, and for longer the more interfaces the host has. */
    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
