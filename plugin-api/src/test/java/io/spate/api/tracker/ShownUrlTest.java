package io.spate.api.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://tracker.example/announce, http://tracker.example/announce",
        "http://tracker.example:2710/announce.php, http://tracker.example:2710/announce.php",
        "udp://[2001:db8::1]:6969, udp://[2001:db8::1]:6969",
        "udp://tracker.example:6969/, udp://tracker.example:6969/",
    })
    void showsWhatHasNothingToHide(String url, String shown) {
        assertThat(ShownUrl.of(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tracker.example/0123456789abcdef/announce, https://tracker.example/.../announce",
        "https://tracker.example/a/b/0123456789abcdef, https://tracker.example/.../...",
        "https://tracker.example/0123456789abcdef, https://tracker.example/...",
        "https://tracker.example/announce?passkey=secret, https://tracker.example/announce?...",
        "https://tracker.example?passkey=secret, https://tracker.example?...",
        "https://user:secret@tracker.example/announce, https://tracker.example/announce",
        "https://tracker.example/announce#secret, https://tracker.example/announce?...",
        "http:/tracker.example/secret/announce, http:/...",
    })
    void hidesWhatMayBeAKey(String url, String shown) {
        assertThat(ShownUrl.of(url)).isEqualTo(shown);
    }
}
