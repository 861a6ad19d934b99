package io.spate.plugin.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.HostAndPort;
import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DhtSettingsTest {
    @Test
    void readsTheDefaults() {
        DhtSettings settings = read("");

        assertThat(settings.routers()).contains(new HostAndPort("dht.libtorrent.org", 25401));
        assertThat(settings.bootstrap()).isEmpty();
        assertThat(settings.announceInterval()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.impliedPort()).isEqualTo(DhtSettings.ImpliedPort.AUTO);
        assertThat(settings.node().lookup().alpha()).isEqualTo(5);
        assertThat(settings.node().store().items()).isEqualTo(700);
        assertThat(settings.node().uploadRate()).isEqualTo(8000);
        assertThat(settings.node().readOnly()).isFalse();
    }

    @Test
    void meansThePortOfDatagramsBehindANatWhereUtpIsSpoken() {
        DhtSettings.ImpliedPort auto = read("").impliedPort();
        assertThat(auto.isMeant(true, true)).isTrue();
        assertThat(auto.isMeant(false, true)).isFalse();
        assertThat(auto.isMeant(true, false)).isFalse();
        assertThat(DhtSettings.ImpliedPort.ALWAYS.isMeant(false, false)).isTrue();
        assertThat(DhtSettings.ImpliedPort.NEVER.isMeant(true, true)).isFalse();
    }

    @Test
    void takesIpv6Nodes() {
        assertThat(read("spate.plugins.dht.bootstrap = [\"[::1]:1234\"]").bootstrap())
                .containsExactly(new HostAndPort("::1", 1234));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap = [nonsense]",
                "bootstrap = [\"192.0.2.1:0\"]",
                "search-branching = 0",
                "max-samples = 21",
                "announce-interval = 1s",
                "implied-port = maybe",
                "sample-interval = 7h",
                "block-ratelimit = 0",
                "max-peers = 6001"
            })
    void refusesWhatIsOutOfRange(String setting) {
        assertThatThrownBy(() -> read("spate.plugins.dht { " + setting + " }"))
                .isInstanceOf(SpateException.class)
                .hasMessageContaining("spate.plugins.dht." + setting.substring(0, setting.indexOf(' ')))
                .hasMessageContaining("expected");
    }

    private static DhtSettings read(String overrides) {
        return new DhtSettings(FakePluginContext.settings("dht", overrides));
    }
}
