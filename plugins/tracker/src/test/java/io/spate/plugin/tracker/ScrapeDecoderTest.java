package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.spate.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScrapeDecoderTest {
    private static final InfoHash A = InfoHash.ofHex("61".repeat(20));
    private static final InfoHash B = InfoHash.ofHex("62".repeat(20));
    private static final String TWO = "d5:filesd"
            + "20:aaaaaaaaaaaaaaaaaaaad8:completei3e10:downloadedi9e10:incompletei4ee"
            + "20:bbbbbbbbbbbbbbbbbbbbd8:completei-1e4:name1:xe"
            + "3:cccd8:completei1ee"
            + "20:dddddddddddddddddddd3:eee"
            + "e5:flagsd20:min_request_intervali1800eee";

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void takesWhatIsOfUseAndPassesOverTheRest() {
        assertThat(ScrapeDecoder.decode(bytes(TWO)))
                .isEqualTo(new ScrapeReply.Numbers(Map.of(
                        A, new SwarmNumbers(Optional.of(3), Optional.of(4), Optional.of(9)),
                        B, new SwarmNumbers(Optional.empty(), Optional.empty(), Optional.empty()))));
    }

    @Test
    void tellsARefusal() {
        assertThat(ScrapeDecoder.decode(bytes("d14:failure reason4:gone8:retry in5:nevere")))
                .isEqualTo(new Refusal("gone", Retry.NEVER));
    }

    @Test
    void knowsNothingFromAReplyWithoutFiles() {
        assertThat(ScrapeDecoder.decode(bytes("de"))).isEqualTo(new ScrapeReply.Numbers(Map.of()));
    }

    @Test
    void readsAnyBytesOrRefusesThem() {
        new Fuzz(48, List.of(bytes(TWO))).feed(64 * 1024, ScrapeDecoderTest::decode);
    }

    @Test
    void refusesAPageOfAWebServer() {
        assertThatThrownBy(() -> ScrapeDecoder.decode(bytes("<html>")))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("expected: a bencoded dictionary");
    }

    /** Nothing else may be thrown. */
    private static void decode(byte[] bytes) {
        try {
            ScrapeDecoder.decode(bytes);
        } catch (SpateException e) {
            assertThat(e).hasMessageStartingWith("reply: ");
        }
    }
}
