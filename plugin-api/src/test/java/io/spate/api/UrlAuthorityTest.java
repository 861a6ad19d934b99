package io.spate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlAuthorityTest {
    private static final String ODD = "ab.:@[]%0\u00fc\uD800 -";

    @ParameterizedTest
    @CsvSource({
        "tracker.example, '', tracker.example, 80",
        "Tracker.Example:8080, '', tracker.example, 8080",
        "a:b@tracker.example:1, a:b, tracker.example, 1",
        "a@b@tracker.example, a@b, tracker.example, 80",
        "[2001:db8::1], '', 2001:db8::1, 80",
        "[2001:db8::1]:65535, '', 2001:db8::1, 65535",
        "192.0.2.1:, '', 192.0.2.1, 80",
        "b\u00fccher.example, '', xn--bcher-kva.example, 80",
    })
    void isTakenApart(String authority, String userInfo, String host, int port) {
        assertThat(UrlAuthority.parse(authority, 80)).isEqualTo(new UrlAuthority(userInfo, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a b",
                "[::1",
                "[::1%eth0]",
                "[192.0.2.1]",
                "a:0",
                "a:65536",
                "a:-1",
                "a:1x",
                "a:000080",
                "[]"
            })
    void isRefusedWhereItIsNone(String authority) {
        assertThatThrownBy(() -> UrlAuthority.parse(authority, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isIn("a host name or an address", "a port in 1..65535");
    }

    @Test
    void mustNameAPortWhereThereIsNoUsualOne() {
        assertThatThrownBy(() -> UrlAuthority.parse("tracker.example", 0)).hasMessage("a port in 1..65535");
    }

    @Test
    void endsWhereThePathBegins() {
        assertThat(UrlAuthority.endIn("a:1/b")).isEqualTo(3);
        assertThat(UrlAuthority.endIn("a?b/")).isEqualTo(1);
        assertThat(UrlAuthority.endIn("a#b")).isEqualTo(1);
        assertThat(UrlAuthority.endIn("a")).isEqualTo(1);
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(ODD.charAt(random.nextInt(ODD.length())));
            }
            try {
                UrlAuthority parsed = UrlAuthority.parse(text.toString(), 80);
                assertThat(parsed.port()).isBetween(1, 65535);
                assertThat(parsed.host()).matches("[a-z0-9_.:-]+");
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("a ");
            }
        }
    }
}
