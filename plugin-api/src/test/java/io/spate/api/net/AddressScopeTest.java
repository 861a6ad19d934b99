package io.spate.api.net;

import static io.spate.api.net.AddressScope.GLOBAL;
import static io.spate.api.net.AddressScope.HOST;
import static io.spate.api.net.AddressScope.NONE;
import static io.spate.api.net.AddressScope.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressScopeTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, NONE",
        "0.1.2.3, NONE",
        "224.0.0.1, NONE",
        "239.192.152.143, NONE",
        "240.0.0.1, NONE",
        "255.255.255.255, NONE",
        "::, NONE",
        "ff15::efc0:988f, NONE",
        "127.0.0.1, HOST",
        "127.255.0.3, HOST",
        "::1, HOST",
        "10.0.0.1, SITE",
        "172.16.0.1, SITE",
        "172.31.255.1, SITE",
        "192.168.1.1, SITE",
        "169.254.0.1, SITE",
        "100.64.0.1, SITE",
        "100.127.255.255, SITE",
        "fe80::1, SITE",
        "fd77::1, SITE",
        "fc00::1, SITE",
        "100.63.0.1, GLOBAL",
        "100.128.0.1, GLOBAL",
        "172.32.0.1, GLOBAL",
        "239.0.0.1, NONE",
        "1.2.3.4, GLOBAL",
        "2001:db8::1, GLOBAL"
    })
    void isTheReachOfTheAddress(String host, AddressScope expected) {
        assertThat(AddressScope.of(new PeerAddress(PeerAddress.IP, host, 1))).isEqualTo(expected);
    }

    @Test
    void isNoneOfWhatIsNoAddress() {
        assertThat(AddressScope.of(PeerAddress.host("localhost", 1))).isEqualTo(NONE);
    }

    @Test
    void letsNobodyPointToWhatOnlyWeCanReach() {
        assertThat(GLOBAL.mayIntroduce(GLOBAL)).isTrue();
        assertThat(GLOBAL.mayIntroduce(SITE)).isFalse();
        assertThat(GLOBAL.mayIntroduce(HOST)).isFalse();
        assertThat(SITE.mayIntroduce(GLOBAL)).isTrue();
        assertThat(SITE.mayIntroduce(SITE)).isTrue();
        assertThat(SITE.mayIntroduce(HOST)).isFalse();
        assertThat(HOST.mayIntroduce(HOST)).isTrue();
        assertThat(HOST.mayIntroduce(GLOBAL)).isTrue();
        assertThat(HOST.mayIntroduce(NONE)).isFalse();
        assertThat(NONE.mayIntroduce(GLOBAL)).isFalse();
    }
}
