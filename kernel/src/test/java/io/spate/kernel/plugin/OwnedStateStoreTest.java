package io.spate.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.InfoHash;
import io.spate.testkit.FakeStateStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnedStateStoreTest {
    private static final InfoHash TORRENT = InfoHash.of(new byte[InfoHash.V1_LENGTH]);

    private final Pending pending = new Pending(TestGuards.guard());
    private final OwnedStateStore store = new OwnedStateStore(new FakeStateStore(), pending);

    @Test
    void keepsValuesOfThePluginAndOfATorrent() {
        store.save("nodes", new byte[] {1});
        store.save(TORRENT, "nodes", new byte[] {2});

        assertThat(store.load("nodes").result()).contains(new byte[] {1});
        assertThat(store.load(TORRENT, "nodes").result()).contains(new byte[] {2});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Nodes", "a/b", "..\\x", "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesAKeyThatIsNone(String key) {
        assertThatThrownBy(() -> store.load(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.save(TORRENT, key, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAValueOverOneMebibyte() {
        store.save("nodes", new byte[1 << 20]);

        assertThatThrownBy(() -> store.save("nodes", new byte[(1 << 20) + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value: 1048577 bytes (expected: 0..1048576)");
    }

    @Test
    void failsAfterTheClose() {
        pending.close();

        assertThat(store.save("nodes", new byte[1]).cause()).hasMessage("plugin dht is stopped");
        assertThat(store.load(TORRENT, "nodes").cause()).hasMessage("plugin dht is stopped");
    }
}
