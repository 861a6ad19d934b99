package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerUrlTest {
    @Test
    void isTakenApart() {
        TrackerUrl url =
                TrackerUrl.parse("  HTTPS://user:p%40ss@Tracker.Example:8443/x%2f/announce?passkey=a|b[1]&#top");
        assertThat(url.scheme()).isEqualTo("https");
        assertThat(url.userInfo()).isEqualTo("user:p%40ss");
        assertThat(url.host()).isEqualTo("tracker.example");
        assertThat(url.port()).isEqualTo(8443);
        assertThat(url.target()).isEqualTo("/x%2f/announce?passkey=a|b[1]&");
        assertThat(url.path()).isEqualTo("/x%2f/announce");
        assertThat(url.query()).contains("passkey=a|b[1]&");
    }

    @ParameterizedTest
    @CsvSource({
        "http://t.example, 80, /",
        "https://t.example/a, 443, /a",
        "http://t.example?x, 80, /?x",
        "http://t.example:8080#x, 8080, /",
        "wss://t.example, 443, /",
        "udp://t.example:6969, 6969, /",
        "http://t.example:/a, 80, /a",
    })
    void fillsInWhatIsLeftOut(String text, int port, String target) {
        TrackerUrl url = TrackerUrl.parse(text);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.target()).isEqualTo(target);
    }

    @Test
    void understandsAddressesOfBothFamilies() {
        assertThat(TrackerUrl.parse("http://[2001:db8::1]:6969/announce").host())
                .isEqualTo("2001:db8::1");
        assertThat(TrackerUrl.parse("http://1.2.3.4/announce").host()).isEqualTo("1.2.3.4");
    }

    @Test
    void escapesOnlyWhatIsNotAscii() {
        assertThat(TrackerUrl.parse("http://t.example/\u00e9%20\"?k=\u20ac").target())
                .isEqualTo("/%C3%A9%20\"?k=%E2%82%AC");
        assertThat(TrackerUrl.parse("http://b\u00fccher.example/announce").host())
                .isEqualTo("xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "announce",
                "ftp://t.example/announce",
                "http:///announce",
                "http://:80/announce",
                "http://t.example:0/announce",
                "http://t.example:65536/announce",
                "http://t.example:-1/announce",
                "http://t.example:8o/announce",
                "http://t.example/ann ounce",
                "http://t.example/announce\r\nX-Evil: 1",
                "http://t.example/announce\u0085",
                "http://[::1/announce",
                "http://[1.2.3.4]/announce",
                "http://[fe80::1%eth0]/announce",
                "http://a:b:c/announce",
                "http://a%00b/announce",
                "http://user@/announce",
                "http://a!b/announce",
                "http://a^b/announce",
                "udp://t.example/announce",
            })
    void refusesWhatIsNoTracker(String text) {
        assertThatThrownBy(() -> TrackerUrl.parse(text))
                .isInstanceOfSatisfying(
                        SpateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_TORRENT))
                .hasMessageStartingWith("tracker URL: ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void refusesAnEndlessUrl() {
        assertThatThrownBy(() -> TrackerUrl.parse("http://t.example/" + "x".repeat(5000)))
                .hasMessageContaining("at most 4096 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "http://t.example/announce, http://t.example/announce?p=1",
        "http://t.example/announce?, http://t.example/announce?p=1",
        "http://t.example/announce?k=2, http://t.example/announce?k=2&p=1",
        "http://t.example/announce?k=2&, http://t.example/announce?k=2&p=1",
    })
    void takesParametersAtItsEnd(String text, String expected) {
        assertThat(TrackerUrl.parse(text).withParameters("p=1").target())
                .isEqualTo(TrackerUrl.parse(expected).target());
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.example/a?b, http://other.example/a?b",
        "//other.example:81/a, https://other.example:81/a",
        "/b?c, https://t.example:444/b?c",
        "b, https://t.example:444/x/b",
        "?c, https://t.example:444/x/announce?c",
    })
    void findsWhereARedirectLeads(String location, String expected) {
        TrackerUrl to =
                TrackerUrl.parse("https://t.example:444/x/announce?k=1/2").resolve(location);
        assertThat(to.key()).isEqualTo(TrackerUrl.parse(expected).key());
    }

    @Test
    void keepsTheBracketsWhenARedirectStaysAtAnAddress() {
        TrackerUrl to = TrackerUrl.parse("http://[2001:db8::1]:81/announce").resolve("/other");
        assertThat(to.host()).isEqualTo("2001:db8::1");
        assertThat(to.port()).isEqualTo(81);
    }

    @Test
    void isTheSameTrackerHoweverItIsWritten() {
        assertThat(TrackerUrl.parse("HTTP://T.example:80/announce").key())
                .isEqualTo(TrackerUrl.parse("http://t.example/announce").key())
                .isNotEqualTo(TrackerUrl.parse("http://t.example/Announce").key());
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(11);
        String alphabet = "htps:/?#[]@%.:abc019\u00e9 \n\t\ud800";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "");
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                TrackerUrl url = TrackerUrl.parse(text.toString());
                assertThat(url.port()).isBetween(1, 65535);
                assertThat(url.target()).startsWith("/").matches("[!-~]+");
                url.resolve(text.toString());
            } catch (SpateException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_TORRENT);
            }
        }
    }

    /** Of a torrent, or of a server that sends us elsewhere. */
    @Test
    void readsAnyTextOrRefusesIt() {
        TrackerUrl here = TrackerUrl.parse("http://tracker.example:6969/a/announce?key=1");
        List<byte[]> texts = Stream.of(
                        "HTTPS://u:p@[2001:db8::1]:99/x?y#z", "udp://b\u00fccher.example:80", "//c.d", "/e", "?f")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        AtomicInteger read = new AtomicInteger();
        new Fuzz(9, texts).feed(256 * 1024, bytes -> {
            try {
                TrackerUrl url = here.resolve(new String(bytes, StandardCharsets.ISO_8859_1));
                assertThat(url.port()).isBetween(1, 65535);
                assertThat(url.target()).startsWith("/").isASCII();
                read.incrementAndGet();
            } catch (SpateException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_TORRENT);
            }
        });
        assertThat(read).hasPositiveValue();
    }
}
