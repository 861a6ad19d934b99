package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
    private final RequestGuard on = new RequestGuard(true);
    private final RequestGuard off = new RequestGuard(false);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static TrackerUrl url(String text) {
        return TrackerUrl.parse(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info_hash=x", "a=1&port=22", "uploaded=9&b", "peer_id=", "event=stopped"})
    void refusesUrlsThatWantToSayWhatWeSay(String query) {
        assertThat(on.refuses(url("http://t.example/announce?" + query))).isPresent();
        assertThat(off.refuses(url("http://t.example/announce?" + query))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "passkey=1", "report=1", "info_hash", "uploadedx=1&port"})
    void letsOtherParametersPass(String query) {
        assertThat(on.refuses(url("http://t.example/announce?" + query))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::"})
    void asksThisHostOnlyAtTheAnnouncePath(String host) {
        assertThat(on.refuses(url("http://t.example/announce.php"), address(host)))
                .isEmpty();
        assertThat(on.refuses(url("http://t.example/admin/announce"), address(host)))
                .isPresent();
        assertThat(off.refuses(url("http://t.example/admin"), address(host))).isEmpty();
    }

    @Test
    void asksThisHostOverUdpOnlyWithoutAPathOrAtTheAnnouncePath() {
        assertThat(on.refuses(url("udp://t.example:1"), address("127.0.0.1"))).isEmpty();
        assertThat(on.refuses(url("udp://t.example:1/announce?x=1"), address("::1")))
                .isEmpty();
        assertThat(on.refuses(url("udp://t.example:1/?x=1"), address("127.0.0.1")))
                .isPresent();
        assertThat(on.refuses(url("udp://t.example:1/x"), address("127.0.0.1"))).isPresent();
        assertThat(on.refuses(url("http://t.example:1"), address("127.0.0.1"))).isPresent();
    }

    @Test
    void asksOtherHostsAtAnyPath() {
        assertThat(on.refuses(url("http://t.example/x"), address("192.168.1.1")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.1.1",
                "172.16.0.1",
                "192.168.0.1",
                "169.254.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "0.1.2.3",
                "255.255.255.255",
                "224.0.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:10.0.0.1"
            })
    void letsNoRedirectIntoTheLocalNetwork(String local) {
        assertThat(on.refusesRedirect(address("93.184.216.34"), address(local))).isPresent();
        assertThat(on.refusesRedirect(address("192.168.0.9"), address(local))).isEmpty();
        assertThat(off.refusesRedirect(address("93.184.216.34"), address(local)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:db8::1", "2606:4700::1111"})
    void followsRedirectsWithinTheInternet(String global) {
        assertThat(on.refusesRedirect(address("93.184.216.34"), address(global)))
                .isEmpty();
    }
}
