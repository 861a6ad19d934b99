package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.SpateException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedUrlTest {
    private static String shown(SeedUrl url) {
        return url.origin() + url.target("");
    }

    private static String shown(String text) {
        return shown(SeedUrl.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://a.example|http://a.example/",
                "HTTPS://A.Example:443/x/|https://a.example/x/",
                "http://a.example:8080/x?y=z#part|http://a.example:8080/x?y=z",
                "http://user:pw@a.example/x|http://a.example/x",
                "http://[2001:db8::1]:81/x|http://[2001:db8::1]:81/x",
                "http://a.example/a b/ä|http://a.example/a%20b/%C3%A4",
                "http://a.example/a%20b%2F|http://a.example/a%20b%2F",
                "http://a.example/100%|http://a.example/100%25",
                "http://a.example/a%zz|http://a.example/a%25zz",
                "http://a.example/<x>\"|http://a.example/%3Cx%3E%22",
            })
    void escapesWhatCannotStandInARequestAndNothingTwice(String text, String expected) {
        assertThat(shown(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://a.example/",
                "//a.example/",
                "http://",
                "http://:80/",
                "http://a b/",
                "http://a.example:0/",
                "http://a.example:65536/",
                "http://a.example:x/",
                "http://[::1/",
                "http://[fe80::1%eth0]/"
            })
    void refusesWhatIsNoUrlOfAWebServer(String text) {
        assertThatThrownBy(() -> SeedUrl.parse(text))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("web seed");
    }

    @Test
    void findsTheFilesOfAFolder() {
        List<String> path = List.of("My torrent", "a&b", "100% (ü)+;=.txt");
        String below = "My%20torrent/a%26b/100%25%20%28%C3%BC%29%2B%3B%3D.txt";
        assertThat(shown(SeedUrl.parse("http://a.example/x").file(path, false)))
                .isEqualTo("http://a.example/x/" + below);
        assertThat(shown(SeedUrl.parse("http://a.example/x/").file(path, false)))
                .isEqualTo("http://a.example/x/" + below);
    }

    @Test
    void takesTheUrlOfATorrentOfOneFileForTheFileUnlessItIsAFolder() {
        assertThat(shown(SeedUrl.parse("http://a.example/x").file(List.of("n"), true)))
                .isEqualTo("http://a.example/x");
        assertThat(shown(SeedUrl.parse("http://a.example/x/").file(List.of("n"), true)))
                .isEqualTo("http://a.example/x/n");
    }

    @Test
    void addsParameters() {
        assertThat(SeedUrl.parse("http://a.example/x").target("a=1")).isEqualTo("/x?a=1");
        assertThat(SeedUrl.parse("http://a.example/x?y").target("a=1")).isEqualTo("/x?y&a=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://b.example/z|https://b.example/z",
                "//b.example/z|http://b.example/z",
                "/z w|http://a.example:81/z%20w",
                "z|http://a.example:81/x/z",
                "?q|http://a.example:81/x/y?q"
            })
    void followsALocation(String location, String expected) {
        assertThat(shown(SeedUrl.parse("http://u:p@a.example:81/x/y?k=v").resolve(location)))
                .isEqualTo(expected);
    }

    @Test
    void doesNotTakeTheNameAndPasswordElsewhere() {
        SeedUrl url = SeedUrl.parse("http://us%3Aer:p%20w@a.example/x");
        assertThat(url.authorization()).contains("Basic dXM6ZXI6cCB3");
        assertThat(url.resolve("http://b.example/x").authorization()).isEmpty();
        assertThat(SeedUrl.parse("http://a.example/").authorization()).isEmpty();
    }

    @Test
    void refusesALocationThatIsNoUrlOfAWebServer() {
        assertThatThrownBy(() -> SeedUrl.parse("http://a.example/").resolve("file:///etc/passwd"))
                .isInstanceOf(SpateException.class);
    }

    @Test
    void readsAnyTextOrRefusesIt() {
        Random random = new Random(19);
        String some = "htps:/@[]%?#. a:0é\u0000\r\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "");
            for (int j = random.nextInt(20); j > 0; j--) {
                text.append(some.charAt(random.nextInt(some.length())));
            }
            try {
                assertThat(shown(text.toString())).matches("[\\x21-\\x7e]+");
            } catch (SpateException e) {
                assertThat(e).hasMessageStartingWith("web seed");
            }
        }
    }
}
