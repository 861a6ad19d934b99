package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallValuesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "512, 512", "16k, 16384", "16KiB, 16384", "4 MiB, 4194304", "1g, 1073741824", "7b, 7"})
    void readsSizes(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5M", "1TiBs", "9999999999999"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tracker.example/announce?key=a",
                "HTTPS://user:word@[2001:db8::1]:8443",
                "udp://tracker.example:6969",
                "wss://tracker.example"
            })
    void takesTheUrlOfATrackerAsItStands(String text) {
        assertThat(TorrentUrl.Tracker.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo|a URL with http, https, udp, ws or wss",
                "ftp://tracker.example/|a URL with http, https, udp, ws or wss",
                "udp://tracker.example|a port in 1..65535",
                "http:///announce|a host name or an address",
                "http://tracker.example/a b|no spaces and no control characters"
            })
    void refusesWhatIsNoTracker(String text, String expected) {
        assertThatThrownBy(() -> TorrentUrl.Tracker.parse(text))
                .hasMessage("'" + text + "' (expected: " + expected + ")");
    }

    @Test
    void takesOtherServersForWebSeedsThanForTrackers() {
        assertThat(TorrentUrl.WebSeed.parse("ftp://mirror.example/a/").text()).isEqualTo("ftp://mirror.example/a/");
        assertThatThrownBy(() -> TorrentUrl.WebSeed.parse("udp://mirror.example:80"))
                .hasMessageEndingWith("(expected: a URL with http, https or ftp)");
    }

    @Test
    void readsASettingWithAnEqualsSignInItsValue() {
        assertThat(Setting.parse("a.b = c=d")).isEqualTo(new Setting("a.b", "c=d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "=b"})
    void refusesASettingWithoutAKey(String text) {
        assertThatThrownBy(() -> Setting.parse(text)).hasMessageContaining("expected: key=value");
    }

    @Test
    void selectsFilesByNumberAndRange() {
        assertThat(FileSelection.parse("1,3-4").priorities(5)).containsExactly(4, 0, 4, 4, 0);
        assertThat(FileSelection.parse("2-7").last()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "a", "1,", "4-3", "1--2", "99999999"})
    void refusesWhatSelectsNothing(String text) {
        assertThatThrownBy(() -> FileSelection.parse(text)).hasMessageContaining("expected");
    }
}
