package io.spate.api.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PeerAddress;
import io.spate.api.PieceLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetainfoTest {
    private static final InfoHash V1 = InfoHash.ofHex("11".repeat(20));
    private static final InfoHash V2 = InfoHash.ofHex("22".repeat(32));

    @Test
    void readsTheHashesWhereTheyStandInTheInfoDictionary() {
        byte[] info = new byte[50];
        Arrays.fill(info, 10, 30, (byte) 1);
        Arrays.fill(info, 30, 50, (byte) 2);
        Metainfo metainfo = builder(info, InfoHashes.v1(V1), TorrentFile.of(List.of("a"), 20_000, 0))
                .v1HashesAt(10)
                .build();
        assertThat(metainfo.v1Hash(1)).containsOnly(2).hasSize(20);
        assertThat(metainfo.matchesV1(0, metainfo.v1Hash(0))).isTrue();
        assertThat(metainfo.matchesV1(0, metainfo.v1Hash(1))).isFalse();
        assertThat(metainfo.matchesV1(0, new byte[19])).isFalse();
        assertThatThrownBy(() -> metainfo.v1Hash(2)).hasMessage("piece: 2 (expected: 0..1)");
        assertThat(metainfo.info().isReadOnly()).isTrue();
        assertThat(metainfo.info().remaining()).isEqualTo(50);
    }

    @Test
    void refusesHashesThatAreNotThere() {
        MetainfoBuilder builder = builder(new byte[49], InfoHashes.v1(V1), TorrentFile.of(List.of("a"), 20_000, 0));
        assertThatThrownBy(builder::build).hasMessageStartingWith("version 1 hashes at 0..40");
        assertThatThrownBy(() -> builder.v1HashesAt(10).build())
                .hasMessage("version 1 hashes at 10..50 (expected: within the 49 bytes of the info dictionary)");
    }

    @Test
    void knowsWhichPieceLayersAreMissing() {
        PiecesRoot given = PiecesRoot.of(new byte[32]);
        PiecesRoot missing = PiecesRoot.of(V2.toBytes());
        Metainfo metainfo = builder(
                        new byte[0],
                        InfoHashes.v2(V2),
                        file("given", 20_000, 0, given),
                        file("missing", 20_000, 32_768, missing),
                        file("alike", 20_000, 65_536, missing),
                        file(
                                "small",
                                16_384,
                                98_304,
                                PiecesRoot.of(InfoHash.v2Of(new byte[1]).toBytes())))
                .pieceLayers(Map.of(given, PieceLayer.of(new byte[64])))
                .build();
        assertThat(metainfo.missingPieceLayers()).containsExactly(missing);
        assertThat(metainfo.hasV1Hashes()).isFalse();
        assertThatThrownBy(() -> metainfo.matchesV1(0, new byte[20])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void padFilesAreNoContent() {
        TorrentFile pad = new TorrentFile(
                List.of(".pad", "5"),
                5,
                20_000,
                Set.of(FileAttribute.PAD),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Metainfo metainfo = builder(new byte[0], InfoHashes.v2(V2), TorrentFile.of(List.of("a"), 20_000, 0), pad)
                .build();
        assertThat(metainfo.contentLength()).isEqualTo(20_000);
        assertThat(pad.isPad()).isTrue();
        assertThat(pad.end()).isEqualTo(20_005);
        assertThat(pad.pathText()).isEqualTo(".pad/5");
    }

    @Test
    void aFileCannotBeChangedFromOutside() {
        List<String> path = new ArrayList<>(List.of("a"));
        TorrentFile file = TorrentFile.of(path, 1, 0);
        path.add("b");
        assertThat(file.path()).containsExactly("a");
        assertThatThrownBy(() -> TorrentFile.of(List.of(), 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TorrentFile.of(List.of("a"), -1, 0))
                .hasMessage("file of length -1 at offset 0 (expected: 0 or more)");
    }

    @Test
    void comparesPiecesOfAFileWithItsLayer() {
        byte[] hashes = new byte[64];
        Arrays.fill(hashes, 32, 64, (byte) 7);
        PieceLayer layer = PieceLayer.of(hashes);
        hashes[0] = 9;
        assertThat(layer.size()).isEqualTo(2);
        assertThat(layer.hash(0)).containsOnly(0);
        assertThat(layer.matches(1, layer.hash(1))).isTrue();
        assertThat(layer.matches(0, layer.hash(1))).isFalse();
        assertThat(layer).isEqualTo(PieceLayer.of(layer.toBytes())).hasToString("2 hashes");
        assertThatThrownBy(() -> layer.hash(2)).hasMessage("piece: 2 (expected: 0..1)");
        assertThatThrownBy(() -> PieceLayer.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PiecesRoot.of(new byte[20])).hasMessage("pieces root: 20 bytes (expected: 32)");
    }

    @Test
    void writesAMagnetLink() {
        MagnetLink link = new MagnetLink(
                new InfoHashes(Optional.of(V1), Optional.of(V2)),
                Optional.of("a b&c"),
                List.of("http://t.example/a?b=c"),
                List.of(),
                List.of(PeerAddress.parse("[::1]:5").orElseThrow()),
                List.of(new HostAndPort("r.example", 6881)),
                List.of(1, 3));
        assertThat(link.toUri())
                .isEqualTo("magnet:?xt=urn:btih:" + V1 + "&xt=urn:btmh:1220" + V2
                        + "&dn=a%20b%26c&tr=http%3A%2F%2Ft.example%2Fa%3Fb%3Dc&x.pe=[::1]:5&dht=r.example:6881&so=1,3");
        assertThat(MagnetLink.of(InfoHashes.v1(V1)).toUri()).isEqualTo("magnet:?xt=urn:btih:" + V1);
    }

    private static TorrentFile file(String name, long length, long offset, PiecesRoot root) {
        return new TorrentFile(
                List.of(name), length, offset, Set.of(), Optional.empty(), Optional.of(root), Optional.empty());
    }

    private static MetainfoBuilder builder(byte[] info, InfoHashes hashes, TorrentFile... files) {
        long total = files[files.length - 1].end();
        return new MetainfoBuilder(info, hashes, "name", new PieceLayout(total, 16_384), List.of(files));
    }
}
