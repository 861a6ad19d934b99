package io.spate.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtensionIdsTest {
    private final ExtensionIds ours = new ExtensionIds();
    private final PeerExtensionIds peers = new PeerExtensionIds();

    @Test
    void givesEveryNameAnIdOfItsOwn() {
        assertThat(ours.claim("ut_pex")).hasValue(1);
        assertThat(ours.claim("ut_metadata")).hasValue(2);
        assertThat(ours.claim("ut_pex")).hasValue(1);

        assertThat(ours.name(2)).contains("ut_metadata");
        assertThat(ours.ids()).isEqualTo(Map.of("ut_pex", 1, "ut_metadata", 2));
    }

    @Test
    void knowsNoNameForWhatWasNotAnnounced() {
        ours.claim("ut_pex");

        assertThat(ours.name(0)).isEmpty();
        assertThat(ours.name(2)).isEmpty();
        assertThat(ours.name(256)).isEmpty();
        assertThat(ours.name(-1)).isEmpty();
    }

    @Test
    void usesTheIdOfAReleasedNameLast() {
        ours.claim("first");
        ours.claim("second");
        ours.release("first");
        ours.release("never claimed");

        assertThat(ours.name(1)).isEmpty();
        for (int id = 3; id <= 255; id++) {
            assertThat(ours.claim("name" + id)).hasValue(id);
        }
        assertThat(ours.claim("last")).hasValue(1);
        assertThat(ours.claim("one too many")).isEmpty();
        assertThat(ours.claim("second")).hasValue(2);
    }

    @Test
    void laterHandshakesChangeWhatTheyMention() {
        peers.update(Map.of("ut_pex", 1, "ut_metadata", 2));
        peers.update(Map.of("ut_pex", 9, "lt_donthave", 7));

        assertThat(peers.id("ut_pex")).hasValue(9);
        assertThat(peers.id("ut_metadata")).hasValue(2);
        assertThat(peers.id("lt_donthave")).hasValue(7);
        assertThat(peers.id("ut_holepunch")).isEmpty();
    }

    @Test
    void zeroSwitchesAMessageOff() {
        peers.update(Map.of("ut_pex", 1));
        peers.update(Map.of("ut_pex", 0, "never on", 0));

        assertThat(peers.id("ut_pex")).isEmpty();
    }

    @Test
    void keepsNoMoreNamesThanThereAreIds() {
        for (int i = 0; i < 1000; i++) {
            peers.update(Map.of("name" + i, 5));
        }
        peers.update(Map.of("name0", 6));

        assertThat(peers.id("name254")).hasValue(5);
        assertThat(peers.id("name255")).isEmpty();
        assertThat(peers.id("name0")).hasValue(6);
    }
}
