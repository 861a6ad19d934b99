package io.spate.plugin.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.PeerProtocol;
import io.spate.testkit.FakePeer;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.RecordingMetadataSink;
import io.spate.testkit.SampleTorrent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The protocol as the kernel drives it. */
class UtMetadataTest {
    /** Its info dictionary is three pieces long: 2000 hashes and a byte. */
    private static final SampleTorrent SAMPLE =
            SampleTorrent.named("sample").file("file", 2000 * 16).build(16, 1);

    private static final int PIECES = 3;

    private final FakePluginContext context =
            new FakePluginContext("metadata", "spate.plugins.metadata { serve-copies = 2, serve-interval = 1 minute }");
    private final UtMetadata plugin = new UtMetadata(context, new MetadataSettings(context.settings()));
    private final Metainfo metainfo = SAMPLE.metainfo();
    private final FakeTorrent torrent = new FakeTorrent(metainfo.infoHashes());
    private final TorrentProtocol protocol = plugin.open(torrent).orElseThrow();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void saysHowLongTheMetadataIsOnceItIsKnown() {
        assertThat(protocol.open(FakePeer.dialled("10.0.0.1:1")).handshakeKeys())
                .isEmpty();
        torrent.withMetainfo(metainfo);
        assertThat(protocol.open(FakePeer.dialled("10.0.0.2:1")).handshakeKeys())
                .isEqualTo(Map.of(
                        "metadata_size", BencodeInteger.of(metainfo.info().remaining())));
    }

    @Test
    void servesPiecesAndRejectsWhatThereIsNot() {
        torrent.withMetainfo(metainfo).withPrivate(true);
        FakeSeeder asker = asker();
        for (int piece : new int[] {0, 2, 3, Integer.MAX_VALUE}) {
            asker.says(new MetadataMessage.Request(piece).encode());
        }

        byte[] info = new byte[metainfo.info().remaining()];
        metainfo.info().get(info);
        assertThat(info).hasSize(2 * MetadataSize.PIECE_LENGTH + 7233);
        assertThat(asker.heard())
                .containsExactly(
                        new MetadataMessage.Data(0, info.length, Arrays.copyOf(info, 16384)),
                        new MetadataMessage.Data(2, info.length, Arrays.copyOfRange(info, 32768, info.length)),
                        new MetadataMessage.Reject(3),
                        new MetadataMessage.Reject(Integer.MAX_VALUE));
    }

    @Test
    void rejectsAllAsLongAsItHasNoMetadata() {
        FakeSeeder asker = asker();
        asker.says(new MetadataMessage.Request(0).encode());

        assertThat(asker.heard()).containsExactly(new MetadataMessage.Reject(0));
    }

    @Test
    void givesAPeerSoManyCopiesAndNoMoreForAWhile() {
        torrent.withMetainfo(metainfo);
        FakeSeeder asker = asker();
        for (int i = 0; i < 3 * PIECES; i++) {
            asker.says(new MetadataMessage.Request(i % PIECES).encode());
        }
        assertThat(asker.heard())
                .filteredOn(each -> each instanceof MetadataMessage.Data)
                .hasSize(2 * PIECES);
        assertThat(asker.heard())
                .filteredOn(each -> each instanceof MetadataMessage.Reject)
                .hasSize(PIECES);

        context.time().advance(Duration.ofMinutes(1));
        asker.says(new MetadataMessage.Request(0).encode());

        assertThat(asker.heard().get(3 * PIECES)).isInstanceOf(MetadataMessage.Data.class);
    }

    @Test
    void waitsWithWhatAPeerAsksForUntilItReads() {
        torrent.withMetainfo(metainfo);
        FakeSeeder asker = asker();
        asker.peer.withQueuedBytes(160 * 1024);
        asker.says(new MetadataMessage.Request(1).encode());
        protocol.onTick();
        assertThat(asker.heard()).isEmpty();

        asker.peer.withQueuedBytes(160 * 1024 - 1);
        protocol.onTick();

        assertThat(asker.heard()).hasSize(1);
    }

    @Test
    void ignoresKindsOfMessagesThatItDoesNotKnowAndClosesOnNonsense() {
        FakeSeeder peer = asker();
        peer.says(Unpooled.wrappedBuffer("d8:msg_typei7e5:piecei0ee".getBytes()));
        assertThat(peer.peer.closed()).isEmpty();

        peer.says(Unpooled.wrappedBuffer("d8:msg_typei0e5:piecei-1ee".getBytes()));
        assertThat(peer.peer.closed()).contains("ut_metadata: piece: -1 (expected: 0..2147483647)");
    }

    @Test
    void closesAPeerThatSentMetadataOfAnotherTorrent() {
        byte[] right = {'d', 'e'};
        FakeTorrent magnet = new FakeTorrent(InfoHashes.v1(InfoHash.v1Of(right)));
        TorrentProtocol peers = plugin.open(magnet).orElseThrow();
        RecordingMetadataSink sink = new RecordingMetadataSink(magnet.infoHashes());
        FakeSeeder liar = new FakeSeeder("10.0.0.1:1", peers, new byte[40_000]).introduces();
        MetadataFetch fetch = plugin.open(magnet, sink).orElseThrow();
        liar.answersAll();
        assertThat(liar.peer.closed()).contains("sent metadata that does not match the info-hash");

        liar.protocol.onClosed();
        new FakeSeeder("10.0.0.2:1", peers, right).introduces().answersAll();

        assertThat(sink.hasRightOne()).isTrue();
        fetch.close();
    }

    @Test
    void asksNobodyWhoDoesNotSpeakIt() {
        FakeTorrent magnet = FakeTorrent.ofSeed(1);
        TorrentProtocol peers = plugin.open(magnet).orElseThrow();
        plugin.open(magnet, new RecordingMetadataSink(magnet.infoHashes())).orElseThrow();
        FakePeer peer = FakePeer.dialled("10.0.0.1:1");
        PeerProtocol opened = peers.open(peer);
        opened.onHandshake(BencodeDictionary.builder().put("metadata_size", 100).build());
        peers.onTick();

        assertThat(peer.sent(UtMetadata.NAME)).isEqualTo(List.of());
    }

    @Test
    void asksPeersThatIntroducedThemselvesBeforeItWasHere() {
        byte[] right = {'d', 'e'};
        FakeTorrent magnet = new FakeTorrent(InfoHashes.v1(InfoHash.v1Of(right)));
        TorrentProtocol peers = plugin.open(magnet).orElseThrow();
        RecordingMetadataSink sink = new RecordingMetadataSink(magnet.infoHashes());
        FakeSeeder connected = new FakeSeeder("10.0.0.1:1", peers, right);
        plugin.open(magnet, sink).orElseThrow();

        connected.answersAll();

        assertThat(sink.hasRightOne()).isTrue();
    }

    @Test
    void fetchesNothingWhereTheProtocolIsNotOpen() {
        protocol.close();

        assertThat(plugin.open(torrent, new RecordingMetadataSink(torrent.infoHashes())))
                .isEmpty();
    }

    private FakeSeeder asker() {
        return new FakeSeeder("10.0.0.9:1", protocol, new byte[1]);
    }
}
