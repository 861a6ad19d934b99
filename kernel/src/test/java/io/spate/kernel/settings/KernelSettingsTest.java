package io.spate.kernel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelSettingsTest {
    private static final String[] EVERY_KEY = {
        "spate.transports=[utp, tcp, tcp]",
        "spate.listen=[\"127.0.0.1:0\", \"[::1]:7000\"]",
        "spate.storage=memory",
        "spate.picker=first",
        "spate.choker=nobody",
        "spate.state-directory=state",
        "spate.network.outgoing-address=10.8.0.2, fd00::2",
        "spate.network.congestion-control.on-this-host=",
        "spate.network.congestion-control.elsewhere=bbr",
        "spate.limits.download=1 MiB",
        "spate.limits.upload=512k",
        "spate.limits.connections=11",
        "spate.limits.connections-per-torrent=12",
        "spate.limits.half-open=13",
        "spate.limits.connect-rate=14",
        "spate.limits.upload-slots=15",
        "spate.disk.threads=3",
        "spate.disk.buffer-memory=128 MiB",
        "spate.disk.open-files=17",
        "spate.peers.request-queue-time=5s",
        "spate.peers.max-requests=21",
        "spate.peers.max-incoming-requests=220",
        "spate.peers.piece-timeout=23s",
        "spate.peers.request-timeout=24s",
        "spate.peers.keep-alive=25s",
        "spate.peers.timeout=36s",
        "spate.peers.handshake-timeout=7s",
        "spate.peers.connect-timeout=8s",
        "spate.peers.max-known=29",
        "spate.peers.reconnect-delay=30s",
        "spate.peers.max-failures=31",
        "spate.peers.close-redundant=false",
        "spate.plugin-host.slow-call=41ms",
        "spate.plugin-host.max-faults=42",
        "spate.plugin-host.fault-window=43s",
        "spate.plugin-host.start-timeout=44s",
        "spate.plugin-host.stop-timeout=45s"
    };

    @Test
    void theDefaultsAreThoseOfTheReference() throws UnknownHostException {
        assertThat(Sources.set().kernel())
                .isEqualTo(new KernelSettings(
                        new NetworkSettings(
                                List.of("tcp", "utp"),
                                List.of(address("0.0.0.0", 6881), address("::", 6881)),
                                List.of(),
                                new CongestionSettings("reno", "")),
                        new LimitSettings(0, 0, 200, 100, 50, 30, 8),
                        new DiskSettings("file", Optional.empty(), Optional.empty(), 64 << 20, 128),
                        new PeerSettings(
                                Duration.ofSeconds(3),
                                500,
                                2000,
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(120),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(15),
                                3000,
                                Duration.ofSeconds(60),
                                3,
                                true),
                        new PolicySettings("rarest-first", "tit-for-tat"),
                        new PluginHostSettings(
                                Duration.ofMillis(250),
                                10,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2))));
    }

    @Test
    void everyKeyCanBeSet() throws UnknownHostException {
        assertThat(Sources.set(EVERY_KEY).kernel())
                .isEqualTo(new KernelSettings(
                        new NetworkSettings(
                                List.of("utp", "tcp"),
                                List.of(address("127.0.0.1", 0), address("::1", 7000)),
                                List.of(InetAddress.getByName("10.8.0.2"), InetAddress.getByName("fd00::2")),
                                new CongestionSettings("", "bbr")),
                        new LimitSettings(1 << 20, 512 << 10, 11, 12, 13, 14, 15),
                        new DiskSettings("memory", Optional.of(Path.of("state")), Optional.of(3), 128 << 20, 17),
                        new PeerSettings(
                                Duration.ofSeconds(5),
                                21,
                                220,
                                Duration.ofSeconds(23),
                                Duration.ofSeconds(24),
                                Duration.ofSeconds(25),
                                Duration.ofSeconds(36),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8),
                                29,
                                Duration.ofSeconds(30),
                                31,
                                false),
                        new PolicySettings("first", "nobody"),
                        new PluginHostSettings(
                                Duration.ofMillis(41),
                                42,
                                Duration.ofSeconds(43),
                                Duration.ofSeconds(44),
                                Duration.ofSeconds(45))));
    }

    @Test
    void theTestAboveSetsEveryKeyThatThereIs() {
        assertThat(Sources.set().lines().stream().map(SettingLine::key))
                .containsAll(List.of(EVERY_KEY).stream()
                        .map(each -> each.substring(0, each.indexOf('=')))
                        .collect(Collectors.toList()))
                .hasSameSizeAs(EVERY_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spate.transports=tcp",
                "spate.transports=[TCP]",
                "spate.listen=[\"example.org:6881\"]",
                "spate.listen=[\"1.2.3.4\"]",
                "spate.network.outgoing-address=example.org",
                "spate.network.outgoing-address=1.2.3.4,1.2.3.5",
                "spate.network.congestion-control.elsewhere=New Reno",
                "spate.network.congestion-control.on-this-host=longer-than-linux-takes",
                "spate.limits.download=-1",
                "spate.limits.connections=0",
                "spate.limits.half-open=a few",
                "spate.disk.threads=1000",
                "spate.disk.buffer-memory=1 MiB",
                "spate.peers.timeout=soon",
                "spate.peers.max-requests=1",
                "spate.peers.keep-alive=3 minutes",
                "spate.plugin-host.slow-call=0s"
            })
    void aWrongValueIsToldWithItsOriginAndWhatWasExpected(String wrong) {
        String key = wrong.substring(0, wrong.indexOf('='));

        assertThatThrownBy(() -> Sources.set(wrong))
                .message()
                .startsWith("--set " + wrong + ": " + key + ": ")
                .contains("(expected: ")
                .doesNotContain("\n");
    }

    private static InetSocketAddress address(String host, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }
}
