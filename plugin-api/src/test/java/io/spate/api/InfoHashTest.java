package io.spate.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InfoHashTest {
    private static final InfoHash V1 = InfoHash.ofHex("0102030405060708090a0b0c0d0e0f1011121314");
    private static final InfoHash V2 =
            InfoHash.ofHex("FF02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");

    @Test
    void readsAndShowsHexadecimalDigits() {
        assertThat(V1.isV2()).isFalse();
        assertThat(V2.isV2()).isTrue();
        assertThat(V1).hasToString("0102030405060708090a0b0c0d0e0f1011121314");
        assertThat(V2.toHex()).startsWith("ff02").hasSize(64);
    }

    @Test
    void refusesOtherLengths() {
        assertThatThrownBy(() -> InfoHash.of(new byte[21])).hasMessage("info-hash: 21 bytes (expected: 20 or 32)");
        assertThatThrownBy(() -> InfoHash.ofHex("01")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InfoHash.ofHex("zz".repeat(20))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashesTheInfoDictionary() {
        byte[] abc = "abc".getBytes(US_ASCII);
        assertThat(InfoHash.v1Of(abc)).hasToString("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(InfoHash.v2Of(abc)).hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void cutsVersion2ToTheLengthOfTheWire() {
        assertThat(V2.truncated()).isEqualTo(InfoHash.ofHex("ff02030405060708090a0b0c0d0e0f1011121314"));
        assertThat(V1.truncated()).isSameAs(V1);
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = new byte[20];
        InfoHash hash = InfoHash.of(bytes);
        bytes[0] = 1;
        hash.toBytes()[1] = 1;
        assertThat(hash).isEqualTo(InfoHash.of(new byte[20])).hasSameHashCodeAs(InfoHash.of(new byte[20]));
    }

    @Test
    void ordersByUnsignedBytes() {
        assertThat(V1).isLessThan(V2);
        assertThat(InfoHash.ofHex("80".repeat(20))).isGreaterThan(InfoHash.ofHex("7f".repeat(20)));
    }

    @Test
    void aHybridTorrentIsKnownByBothHashes() {
        InfoHashes hybrid = new InfoHashes(Optional.of(V1), Optional.of(V2));
        assertThat(hybrid.isHybrid()).isTrue();
        assertThat(hybrid.best()).isEqualTo(V1);
        assertThat(hybrid.matches(V1)).isTrue();
        assertThat(hybrid.matches(V2.truncated())).isTrue();
        assertThat(hybrid.matches(InfoHash.of(new byte[20]))).isFalse();
        assertThat(hybrid).hasToString(V1.toHex());
    }

    @Test
    void aTorrentOfOneVersionIsKnownByThatHash() {
        assertThat(InfoHashes.v2(V2).best()).isEqualTo(V2);
        assertThat(InfoHashes.v2(V2).isHybrid()).isFalse();
        assertThat(InfoHashes.v1(V1).matches(V2.truncated())).isFalse();
    }

    @Test
    void refusesHashesOfTheWrongVersionOrNone() {
        assertThatThrownBy(() -> InfoHashes.v1(V2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InfoHashes.v2(V1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InfoHashes(Optional.empty(), Optional.empty()))
                .hasMessage("a torrent has at least one info-hash");
    }
}
