package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.spate.kernel.settings.CongestionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Needs Linux, where there is something to set; skipped elsewhere. */
class CongestionControlTest {
    private static final Path SYSTEM = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    private final VertxPlatform platform = new VertxPlatform(1, 1);
    private ServerSocket server;
    private Channel channel;

    @BeforeEach
    void connectWithinTheHost() throws Exception {
        connect(InetAddress.getLoopbackAddress(), InetAddress.getLoopbackAddress());
    }

    private void connect(InetAddress to, InetAddress from) throws Exception {
        server = new ServerSocket(0, 1, to);
        ChannelHandler nothing = new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel opened) {}
        };
        channel = new Bootstrap()
                .group(platform.eventLoops())
                .channelFactory(platform.transport().channelFactory(false))
                .handler(nothing)
                .connect(
                        new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
                        new InetSocketAddress(from, 0))
                .sync()
                .channel();
        assumeTrue(channel instanceof EpollSocketChannel, "no native transport");
    }

    private void disconnect() throws Exception {
        channel.close().sync();
        server.close();
    }

    @AfterEach
    void close() throws Exception {
        disconnect();
        platform.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void namesTheAlgorithmForConnectionsWithinTheHost() throws IOException {
        new CongestionControl(new CongestionSettings("reno", "nothing-like-it"), platform).applyTo(channel);
        assertThat(inUse()).isEqualTo("reno");
    }

    @Test
    void knowsTheAddressThatTheHostHasInALocalNetwork() throws Exception {
        List<InetAddress> ours = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        Optional<InetAddress> local =
                ours.stream().filter(CongestionControl::isOfLocalNetwork).findFirst();
        assumeTrue(local.isPresent(), "no address of a local network");
        InetAddress another = ours.stream()
                .filter(address -> address.isLoopbackAddress()
                        && address.getClass() == local.get().getClass())
                .findFirst()
                .orElseThrow();
        disconnect();
        connect(local.get(), another);

        new CongestionControl(new CongestionSettings("reno", "nothing-like-it"), platform).applyTo(channel);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!inUse().equals("reno")) {
            assertThat(System.nanoTime()).as("20 s have passed").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void leavesTheSystemsChoiceWhereNothingIsSet() throws IOException {
        new CongestionControl(new CongestionSettings("", "reno"), platform).applyTo(channel);
        assertThat(inUse()).isEqualTo(Files.readString(SYSTEM).strip());
    }

    @Test
    void goesOnWithTheSystemsChoiceIfTheSystemHasNoSuchAlgorithm() throws IOException {
        new CongestionControl(new CongestionSettings("no-such", ""), platform).applyTo(channel);
        assertThat(inUse()).isEqualTo(Files.readString(SYSTEM).strip());
    }

    private String inUse() {
        return StandardCharsets.US_ASCII
                .decode(channel.config().getOption(CongestionControl.OPTION).clear())
                .toString()
                .replace("\0", "");
    }
}
