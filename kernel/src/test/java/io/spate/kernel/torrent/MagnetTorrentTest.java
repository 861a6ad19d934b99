package io.spate.kernel.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.alert.MetadataFailed;
import io.spate.api.alert.MetadataReceived;
import io.spate.api.alert.PeerDisconnected;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.peer.ExtendedProtocol;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerMessage.Signal;
import io.spate.api.peer.PeerMessageHook;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.peer.PeerView;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentView;
import io.spate.kernel.Vectors;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Registration;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.metainfo.MetainfoReader;
import io.spate.kernel.peer.FakeLink;
import io.spate.kernel.peer.RemotePeer;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

/** A torrent that begins with a magnet link. */
class MagnetTorrentTest {
    private static final PeerAddress PEER = new PeerAddress(PeerAddress.IP, "10.0.0.1", 6881);

    private final FakeMetadataSource source = new FakeMetadataSource();
    private TorrentFixture f;

    @AfterEach
    void stop() {
        f.ref.stop();
        f.time.runReady();
        f.time.run(() -> f.dialling.forEach(attempt -> attempt.tryFail("the test is over")));
        assertThat(f.connections.open()).isZero();
        assertThat(f.time.pendingTimers()).isZero();
    }

    @Test
    void goesOnWithThePeersThatItFetchedTheMetadataFrom() {
        fetching(link -> link, false);
        assertThat(f.ref.metainfo()).isEmpty();
        assertThat(f.ref.name()).isEqualTo(hash().toHex());
        assertThat(f.ref.status().left()).isPositive();
        FakeLink link = connected();
        RemotePeer peer = new RemotePeer(link);
        peer.says(Signal.HAVE_ALL, Signal.UNCHOKE);
        assertThat(peer.heard()).isEmpty();

        Future<Boolean> answer = offer(info(false));
        assertThat(f.state()).isEqualTo(TorrentState.STARTING);
        begin();

        assertThat(answer.result()).isTrue();
        assertThat(source.closed).isEqualTo(1);
        assertThat(f.state()).isEqualTo(TorrentState.DOWNLOADING);
        assertThat(f.ref.metainfo()).map(Metainfo::name).contains("sample");
        assertThat(f.ref.name()).isEqualTo("sample");
        assertThat(f.metadata.kept).isEqualTo(f.ref.metainfo());
        assertThat(f.dialled).extracting(FoundPeer::address).containsExactly(PEER);
        assertThat(peer.heard()).startsWith("have none", "interested").anyMatch(each -> each.startsWith("request"));
        assertThat(f.alerts.of(MetadataReceived.class))
                .extracting(MetadataReceived::torrentName)
                .containsExactly("sample");
    }

    @Test
    void saysThatOtherMetadataIsWrongAndGoesOn() {
        fetching(link -> link, false);
        byte[] wrong = info(false);
        wrong[wrong.length - 2] ^= 1;

        assertThat(offer(wrong).result()).isFalse();
        assertThat(f.state()).isEqualTo(TorrentState.FETCHING_METADATA);
        assertThat(f.alerts.of(MetadataFailed.class))
                .extracting(MetadataFailed::reason)
                .containsExactly("it does not match the info-hash");

        assertThat(offer(info(false)).result()).isTrue();
    }

    @Test
    void wantsBothHashesOfALinkThatHasBoth() {
        byte[] info = infoOf(new TorrentFixture().torrent.metainfo(), false);
        InfoHash other = InfoHash.v2Of(new byte[1]);
        fetching(link -> MagnetLink.of(new InfoHashes(Optional.of(InfoHash.v1Of(info)), Optional.of(other))), false);

        assertThat(offer(info).result()).isFalse();
    }

    @Test
    void failsWhenNobodyFetchesMetadata() {
        f = new TorrentFixture(added -> AddTorrent.of(link(added, false), added.directory()));
        f.ref.start();

        assertThat(f.state()).isEqualTo(TorrentState.FAILED);
        assertThat(f.ref.whenFinished().cause())
                .hasMessage("a magnet link needs a plugin that fetches the metadata, and none is loaded");
    }

    @Test
    void needsNoFetchingForWhatAnEarlierRunKept() {
        f = new TorrentFixture(added -> AddTorrent.of(link(added, false), added.directory()));
        f.metadata.kept = Optional.of(MetainfoReader.forThisSystem().readInfo(info(false)));
        f.ref.start();
        f.time.runReady();
        begin();

        assertThat(f.state()).isEqualTo(TorrentState.DOWNLOADING);
        assertThat(f.ref.name()).isEqualTo("sample");
    }

    @Test
    void failsOnMetadataThatIsRightAndUnreadable() {
        byte[] garbage = {1, 2, 3};
        fetching(link -> MagnetLink.of(InfoHashes.v1(InfoHash.v1Of(garbage))), false);

        assertThat(offer(garbage).result()).isTrue();
        assertThat(f.state()).isEqualTo(TorrentState.FAILED);
        assertThat(f.alerts.of(MetadataFailed.class)).hasSize(1);
        assertThat(f.alerts.of(TorrentFailed.class)).hasSize(1);
    }

    @Test
    void fetchesTheFilesThatTheLinkSelects() {
        fetching(
                link -> new MagnetLink(
                        link.infoHashes(), link.name(), List.of(), List.of(), List.of(), List.of(), List.of(0, 7)),
                false);
        offer(info(false));
        begin();

        assertThat(f.ref.status().wanted()).isEqualTo(8L * TorrentFixture.BLOCK);
    }

    @Test
    void refusesPrioritiesOfAnotherNumberOfFilesOnceItKnowsThem() {
        fetching(link -> link, false);
        f.ref.prioritiseFiles(List.of(4, 4));

        offer(info(false));

        assertThat(f.state()).isEqualTo(TorrentState.FAILED);
        assertThat(f.ref.status().error()).contains("file priorities: 2 (expected: one for each of 1 files)");
    }

    @Test
    void leavesOtherSourcesAndTheirPeersOnceItKnowsThatItIsPrivate() {
        FakePeerSource dht = new FakePeerSource();
        ProtocolForPublic pex = new ProtocolForPublic();
        fetching(link -> link, true, dht, pex);
        f.time.run(() -> dht.sink.onFound(List.of(new PeerAddress(PeerAddress.IP, "10.0.0.2", 6881))));
        f.time.runReady();
        FakeLink user = connect(0, '!');
        FakeLink found = connect(1, '"');
        assertThat(pex.open).isEqualTo(1);

        offer(info(true));
        begin();

        assertThat(f.ref.isPrivate()).isTrue();
        assertThat(dht.closed).isTrue();
        assertThat(found.isClosed()).isTrue();
        assertThat(user.isClosed()).isFalse();
        assertThat(pex.open).isZero();
        assertThat(f.alerts.of(PeerDisconnected.class))
                .extracting(PeerDisconnected::reason)
                .containsExactly("the torrent is private");
    }

    @Test
    void leavesPeersOfASourceThatIsGoneAlreadyOnceItKnowsThatItIsPrivate() {
        FakePeerSource dht = new FakePeerSource();
        fetching(link -> link, true);
        Registration registration = f.extensions.register(guard(), dht);
        f.time.runReady();
        f.time.run(() -> dht.sink.onFound(List.of(new PeerAddress(PeerAddress.IP, "10.0.0.2", 6881))));
        f.time.runReady();
        FakeLink user = connect(0, '!');
        FakeLink found = connect(1, '"');
        registration.remove();
        f.time.runReady();
        assertThat(dht.closed).isTrue();
        assertThat(found.isClosed()).isFalse();

        offer(info(true));
        begin();

        assertThat(found.isClosed()).isTrue();
        assertThat(user.isClosed()).isFalse();
    }

    @Test
    void tellsTheSessionOfHashesThatItLearnt() {
        fetching(link -> link, false);
        offer(info(false));

        assertThat(f.identities).containsExactly(InfoHashes.v1(hash()));
    }

    @Test
    void endsTheFetchWithAPauseAndBeginsAnotherWhenItGoesOn() {
        fetching(link -> link, false);
        FakeLink link = connected();
        f.ref.pause();
        assertThat(f.state()).isEqualTo(TorrentState.PAUSED);
        assertThat(source.closed).isEqualTo(1);
        assertThat(link.isClosed()).isTrue();
        assertThat(offer(info(false)).cause()).hasMessage("the fetch is closed");

        f.ref.resume();

        assertThat(f.state()).isEqualTo(TorrentState.FETCHING_METADATA);
        assertThat(source.sinks).hasSize(2);
    }

    @Test
    void closesTheFetchOfAPluginThatStopsAndOpensThatOfOneThatComes() {
        fetching(link -> link, false);
        FakeMetadataSource second = new FakeMetadataSource();
        Registration registration = f.extensions.register(guard(), second);
        f.time.runReady();
        assertThat(second.sinks).hasSize(1);

        Future<Void> gone = registration.remove();
        f.time.runReady();

        assertThat(gone.isComplete()).isTrue();
        assertThat(second.closed).isEqualTo(1);
        assertThat(source.closed).isZero();
    }

    @Test
    void keepsItsIdWhenMoreHashesBecomeKnown() {
        Metainfo hybrid = MetainfoReader.forThisSystem().read(Vectors.content("torrents/created/hybrid-multi.torrent"));
        InfoHash v2 = hybrid.infoHashes().v2().orElseThrow();
        fetching(link -> MagnetLink.of(InfoHashes.v2(v2)), false);
        ByteBuffer info = hybrid.info();
        byte[] bytes = new byte[info.remaining()];
        info.get(bytes);
        assertThat(offer(bytes).result()).isTrue();

        assertThat(f.ref.infoHashes().best()).isEqualTo(hybrid.infoHashes().v1().orElseThrow());
        assertThat(f.ref.id()).isEqualTo(v2);
        assertThat(f.identities).containsExactly(hybrid.infoHashes());
        assertThat(f.alerts.posted()).isNotEmpty().allSatisfy(alert -> assertThat(alert.torrent())
                .contains(v2));
    }

    @Test
    void asksAPluginOnceThatHasNothingForTheTorrent() {
        List<String> asked = new ArrayList<>();
        fetching(
                link -> link,
                false,
                new MetadataSource() {
                    @Override
                    public String name() {
                        return "none";
                    }

                    @Override
                    public Optional<MetadataFetch> open(TorrentView torrent, MetadataSink sink) {
                        asked.add("source");
                        return Optional.empty();
                    }
                },
                new ExtendedProtocol() {
                    @Override
                    public String name() {
                        return "none";
                    }

                    @Override
                    public Optional<TorrentProtocol> open(TorrentView torrent) {
                        asked.add("protocol");
                        return Optional.empty();
                    }
                },
                new PeerMessageHook() {
                    @Override
                    public String name() {
                        return "none";
                    }

                    @Override
                    public Optional<TorrentHook> open(TorrentView torrent) {
                        asked.add("hook");
                        return Optional.empty();
                    }
                });
        f.time.advance(Duration.ofSeconds(5));

        assertThat(asked).containsExactlyInAnyOrder("source", "protocol", "hook");
    }

    @Test
    void keepsToItsPeersWhileItComparesWhatIsThere() {
        fetching(link -> link, false);
        FakeLink link = connected();
        RemotePeer peer = new RemotePeer(link);
        offer(info(false));
        FakeData data = f.data("a");
        data.doubtful.set(0);
        f.opened(data);
        assertThat(f.state()).isEqualTo(TorrentState.CHECKING);
        f.time.advance(Duration.ofSeconds(3));
        peer.says(Signal.HAVE_NONE);
        assertThat(peer.heard()).isEmpty();

        data.comparing.complete(data.doubtful());
        data.preparing.complete();
        data.closing.complete();

        assertThat(f.state()).isEqualTo(TorrentState.DOWNLOADING);
        assertThat(peer.heard()).startsWith("BitfieldMessage");
    }

    /** Starts it, with a source that offers nothing yet. */
    private void fetching(UnaryOperator<MagnetLink> how, boolean isPrivate, ExtensionPoint... more) {
        f = new TorrentFixture(added -> AddTorrent.of(how.apply(link(added, isPrivate)), added.directory())
                .withPeers(List.of(PEER)));
        f.extensions.register(guard(), source);
        List.of(more).forEach(each -> f.extensions.register(guard(), each));
        f.ref.start();
        assertThat(f.state()).isEqualTo(TorrentState.FETCHING_METADATA);
    }

    private void begin() {
        FakeData data = f.opened(f.data("a"));
        data.preparing.complete();
        data.closing.complete();
        f.time.runReady();
    }

    private Future<Boolean> offer(byte[] info) {
        List<Future<Boolean>> answers = new ArrayList<>();
        f.time.run(() -> answers.add(source.latest().offer(info)));
        f.time.runReady();
        return answers.get(0);
    }

    private FakeLink connected() {
        return connect(0, '!');
    }

    /** A peer that was introduced: what it was told so far is gone. */
    private FakeLink connect(int attempt, char id) {
        FakeLink link = new FakeLink(f.time.loop(), f.dialled.get(attempt).address(), false);
        f.time.run(() -> f.dialling.get(attempt).complete(link));
        ByteBuf handshake = Unpooled.buffer();
        new Handshake(
                        ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST),
                        hash(),
                        PeerId.random("-X" + id + "0000-", new Random(1)))
                .encode(handshake);
        f.time.run(() -> link.deliver(handshake));
        link.take().release();
        return link;
    }

    private InfoHash hash() {
        return f.ref.infoHashes().best();
    }

    private byte[] info(boolean isPrivate) {
        return infoOf(f.torrent.metainfo(), isPrivate);
    }

    private static MagnetLink link(AddTorrent added, boolean isPrivate) {
        byte[] info = infoOf(added.metainfo().orElseThrow(), isPrivate);
        return MagnetLink.of(InfoHashes.v1(InfoHash.v1Of(info)));
    }

    /** A real info dictionary with the hashes of the sample. */
    private static byte[] infoOf(Metainfo sample, boolean isPrivate) {
        ByteBuf hashes = Unpooled.buffer();
        for (int piece = 0; piece < sample.layout().pieceCount(); piece++) {
            hashes.writeBytes(sample.v1Hash(piece));
        }
        byte[] pieces = new byte[hashes.readableBytes()];
        hashes.readBytes(pieces);
        BencodeDictionary.Builder info = BencodeDictionary.builder()
                .put("length", sample.layout().totalLength())
                .put("name", "sample")
                .put("piece length", sample.layout().pieceLength())
                .put("pieces", pieces);
        if (isPrivate) {
            info.put("private", 1);
        }
        return Bencode.write(info.build());
    }

    private Guard guard() {
        return VirtualGuards.in(f.time, f.alerts).of("fake", reason -> {});
    }

    private static final class FakePeerSource implements PeerSource {
        private PeerSink sink;
        private boolean closed;

        @Override
        public String name() {
            return "dht";
        }

        @Override
        public Optional<PeerSearch> open(TorrentView torrent, PeerSink found) {
            sink = found;
            return Optional.of(() -> {
                closed = true;
                return Future.succeededFuture();
            });
        }
    }

    private static final class ProtocolForPublic implements ExtendedProtocol {
        private int open;

        @Override
        public String name() {
            return "ut_pex";
        }

        @Override
        public Optional<TorrentProtocol> open(TorrentView torrent) {
            if (torrent.isPrivate()) {
                return Optional.empty();
            }
            open++;
            return Optional.of(new TorrentProtocol() {
                @Override
                public PeerProtocol open(PeerView peer) {
                    return payload -> {};
                }

                @Override
                public void close() {
                    open--;
                }
            });
        }
    }
}
