package io.spate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "1.2.3.4:6881, ip, 1.2.3.4, 6881, 1.2.3.4:6881",
        "[2001:db8::1]:80, ip, 2001:db8::1, 80, [2001:db8::1]:80",
        "[2001:DB8:0:0:0:0:0:1]:80, ip, 2001:db8::1, 80, [2001:db8::1]:80",
        "[::1]:1, ip, ::1, 1, [::1]:1",
        "router.example:6881, host, router.example, 6881, router.example:6881",
        "b\u00fccher.example:65535, host, b\u00fccher.example, 65535, b\u00fccher.example:65535",
        "localhost:0, host, localhost, 0, localhost:0",
    })
    void readsAddressesAsPeopleWriteThem(String text, String scheme, String host, int port, String shown) {
        PeerAddress address = PeerAddress.parse(text).orElseThrow();
        assertThat(address).isEqualTo(new PeerAddress(scheme, host, port)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", ":1", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:+1", "1.2.3.4:123456",
                "2001:db8::1:80", "[1.2.3.4]:80", "[2001:db8::1]", "[]:1", "[x]:1", "a b:1", "<x>:1", "a/b:1", "u@h:1",
                "1.2.3.4:8o", "10.0.0.256:1", "1.2.3:1", "256:1", "1.2.3.4.5:1"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(PeerAddress.parse(text)).isEmpty();
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThat(PeerAddress.parse("x".repeat(253) + ":1")).isPresent();
        assertThat(PeerAddress.parse("x".repeat(254) + ":1")).isEmpty();
    }

    @Test
    void givesASocketAddressForNumbersOnly() throws UnknownHostException {
        PeerAddress v6 = PeerAddress.parse("[2001:db8::1]:80").orElseThrow();
        InetSocketAddress socket = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 80);
        assertThat(v6.socketAddress()).contains(socket);
        assertThat(v6.isIpv6()).isTrue();
        assertThat(PeerAddress.of(socket)).isEqualTo(v6);
        assertThat(PeerAddress.parse("1.2.3.4:1").orElseThrow().isIpv6()).isFalse();
        assertThat(PeerAddress.host("name", 1).socketAddress()).isEmpty();
        assertThat(PeerAddress.host("name", 1).isIpv6()).isFalse();
    }

    @Test
    void twoSpellingsOfAnAddressAreOnePeer() throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) 0xfe;
        bytes[1] = (byte) 0x80;
        bytes[15] = 9;
        InetAddress zoned = java.net.Inet6Address.getByAddress(null, bytes, 3);
        assertThat(PeerAddress.ip(zoned, 7))
                .isEqualTo(PeerAddress.parse("[fe80::9]:7").orElseThrow());
        InetAddress mapped = InetAddress.getByName("::ffff:1.2.3.4");
        assertThat(PeerAddress.ip(mapped, 7))
                .isEqualTo(PeerAddress.parse("1.2.3.4:7").orElseThrow());
    }

    @Test
    void isAnotherPeerIfAnyPartDiffers() {
        PeerAddress peer = new PeerAddress("ip", "192.0.2.1", 7);

        assertThat(peer)
                .isEqualTo(new PeerAddress("ip", "192.0.2.1", 7))
                .hasSameHashCodeAs(new PeerAddress("ip", "192.0.2.1", 7));
        assertThat(peer)
                .isNotEqualTo(new PeerAddress("host", "192.0.2.1", 7))
                .isNotEqualTo(new PeerAddress("ip", "192.0.2.2", 7))
                .isNotEqualTo(new PeerAddress("ip", "192.0.2.1", 8))
                .isNotEqualTo(null);
    }

    @Test
    void showsTheSchemeOfOtherNetworks() {
        PeerAddress i2p = new PeerAddress("i2p", "abc.b32.i2p", 0);
        assertThat(i2p).hasToString("i2p://abc.b32.i2p:0");
        assertThat(i2p.socketAddress()).isEmpty();
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new PeerAddress("ip", " ", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PeerAddress("", "x", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PeerAddress("ip", "1.2.3.4", 65536))
                .hasMessage("port: 65536 (expected: 0..65535)");
    }
}
