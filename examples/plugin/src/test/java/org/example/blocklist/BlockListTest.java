package org.example.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import org.junit.jupiter.api.Test;

class BlockListTest {
    @Test
    void refusesNobodyByDefault() {
        assertThat(list("").refuses(peer("203.0.113.7:6881"), true)).isEmpty();
    }

    @Test
    void refusesWhomTheSettingsName() {
        BlockList list = list("ranges = [\"203.0.113.0/24\", \"2001:db8::7\"]");
        assertThat(list.refuses(peer("203.0.113.7:6881"), true)).contains("block list: 203.0.113.0/24");
        assertThat(list.refuses(peer("[2001:db8::7]:6881"), false)).isPresent();
        assertThat(list.refuses(peer("198.51.100.7:6881"), true)).isEmpty();
    }

    @Test
    void letsThroughWhatHasNoAddressInNumbers() {
        assertThat(list("ranges = [\"0.0.0.0/0\"]").refuses(peer("example.org:6881"), false))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrongInTheSettings() {
        assertThatThrownBy(() -> list("ranges = [\"example.org\"]"))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("spate.plugins.block-list.ranges: \"example.org\"")
                .hasMessageContaining("expected: an address");
    }

    private static BlockList list(String settings) {
        return new BlockList(new BlockListSettings(
                FakePluginContext.settings("block-list", "spate.plugins.block-list { " + settings + " }")));
    }

    private static PeerAddress peer(String text) {
        return PeerAddress.parse(text).orElseThrow();
    }
}
