package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UdpPathTest {
    private static Optional<String> from(String tracker, String... sockets) {
        List<InetSocketAddress> open = Arrays.stream(sockets)
                .map(socket -> new InetSocketAddress(socket, 6881))
                .toList();
        return UdpPath.to(new InetSocketAddress(tracker, 80), open)
                .map(path -> path.local().getAddress().getHostAddress());
    }

    @Test
    void goesOverASocketOfTheFamily() {
        assertThat(from("198.51.100.1", "2001:db8:0:0:0:0:0:1", "192.0.2.1")).contains("192.0.2.1");
        assertThat(from("2001:db8::9", "2001:db8:0:0:0:0:0:1", "192.0.2.1")).contains("2001:db8:0:0:0:0:0:1");
        assertThat(from("2001:db8::9", "192.0.2.1", "0.0.0.0")).isEmpty();
    }

    @Test
    void reachesIpv4FromTheSocketOfAllAddresses() {
        assertThat(from("198.51.100.1", "::")).contains("0:0:0:0:0:0:0:0");
        assertThat(from("198.51.100.1", "::", "0.0.0.0")).contains("0.0.0.0");
        assertThat(from("198.51.100.1", "::1")).isEmpty();
    }

    @Test
    void prefersASocketOnTheSameSideOfLoopback() {
        assertThat(from("198.51.100.1", "127.0.0.1", "192.0.2.1")).contains("192.0.2.1");
        assertThat(from("127.0.0.1", "127.0.0.2", "192.0.2.1")).contains("127.0.0.2");
        assertThat(from("127.0.0.1", "10.77.0.2")).contains("10.77.0.2");
    }
}
