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
    private final AtomicBoolean isRefusalTold = new AtomicBoolean();

    CongestionControl(CongestionSettings settings) {
        this.settings = settings;
    }

    /** Called once a connection is there. */
    void applyTo(Channel channel) {
        String name = isWithinThisHost(channel) ? settings.onThisHost() : settings.elsewhere();
        if (name.isEmpty()) {
            return;
        }
        try {
            ByteBuffer value = ByteBuffer.allocateDirect(NAME_BYTES);
            value.put(name.getBytes(StandardCharsets.US_ASCII)).position(0);
            channel.config().setOption(OPTION, value);
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

    private static boolean isWithinThisHost(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !(channel.localAddress() instanceof InetSocketAddress local)) {
            return false; // it was closed at once
        }
        InetAddress address = remote.getAddress();
        return address.isLoopbackAddress() || address.equals(local.getAddress()) || isOurs(address);
    }

    /** Asks the system about addresses of local networks alone: a host with several of others is rare, and asking is slow. */
    private static boolean isOurs(InetAddress address) {
        try {
            return (address.isSiteLocalAddress() || isUniqueLocal(address))
                    && NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** fc00::/7 (RFC 4193), which Java's site-local addresses are not. */
    private static boolean isUniqueLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }
}
