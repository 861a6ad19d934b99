package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalGuardTest {
    private final LocalGuard on = new LocalGuard(true);
    private final LocalGuard off = new LocalGuard(false);

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.1.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:192.168.1.1",
                "224.0.0.1"
            })
    void leadsNoRedirectFromTheInternetIntoTheLocalNetwork(String local) throws UnknownHostException {
        assertThat(on.refusesRedirect(address("8.8.8.8"), address(local))).isPresent();
        assertThat(off.refusesRedirect(address("8.8.8.8"), address(local))).isEmpty();
        assertThat(on.refusesRedirect(address("192.168.1.2"), address(local))).isEmpty();
        assertThat(on.refuses(SeedUrl.parse("http://h/x?reboot=1"), address(local)))
                .isPresent();
        assertThat(on.refuses(SeedUrl.parse("http://h/x"), address(local))).isEmpty();
        assertThat(off.refuses(SeedUrl.parse("http://h/x?reboot=1"), address(local)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "2001:4860::1"})
    void letsTheInternetBe(String global) throws UnknownHostException {
        assertThat(on.refusesRedirect(address("8.8.4.4"), address(global))).isEmpty();
        assertThat(on.refuses(SeedUrl.parse("http://h/x?a=1"), address(global))).isEmpty();
    }
}
