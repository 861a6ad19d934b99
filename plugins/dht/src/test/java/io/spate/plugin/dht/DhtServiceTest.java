package io.spate.plugin.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.DhtTorrentUpdated;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.dht.MutableItem;
import io.spate.api.dht.Stored;
import io.spate.api.dht.SwarmEstimate;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Future;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What embedders and other plugins can have done, in a network of a dozen nodes. */
class DhtServiceTest {
    private static final InfoHash TORRENT = InfoHash.ofHex("cc3f9d90b572172053626f9980ce261a850d050b");

    private final FakePluginContext context = new FakePluginContext("dht", FakeDht.bootstrap());
    private FakeDht network;
    private DhtNodes nodes;
    private DhtService dht;

    @BeforeEach
    void enter() {
        network = new FakeDht(context, 12);
        DhtSettings settings = new DhtSettings(context.settings());
        DhtAlerts alerts = new DhtAlerts(context);
        nodes = new DhtNodes(context, settings, alerts, LoggerFactory.getLogger("test"));
        dht = new DhtService(settings, nodes, alerts);
        context.time().advance(Duration.ofSeconds(30));
    }

    @AfterEach
    void leave() {
        context.close();
    }

    @Test
    void knowsTheNetwork() {
        assertThat(dht.liveNodes()).hasSizeBetween(8, 12);
        assertThat(dht.status().families()).hasSize(1);
        assertThat(dht.status().families().get(0).nodes()).isBetween(8, 12);
        assertThat(dht.status().bytesOut()).isPositive();
        assertThat(done(dht.findNodes(TORRENT))).hasSize(8);
    }

    @Test
    void announcesAndFinds() {
        assertThat(done(dht.announce(TORRENT, 7777, false))).isEqualTo(8);
        assertThat(done(dht.findPeers(TORRENT)))
                .containsExactly(PeerAddress.parse("127.0.0.1:7777").orElseThrow());
        assertThat(done(dht.findPeers(InfoHash.ofHex("00".repeat(20))))).isEmpty();
    }

    @Test
    void estimatesASwarm() {
        done(dht.announce(TORRENT, 7777, true));

        assertThat(done(dht.scrape(TORRENT))).isEqualTo(new SwarmEstimate(1, 0, 8));
    }

    @Test
    void storesAndFetchesImmutableItems() {
        ImmutableItem item = new ImmutableItem(BencodeValue.of("something"));
        assertThat(done(dht.store(item))).isEqualTo(new Stored(item.target(), 8, 0));
        assertThat(done(dht.fetch(item.target()))).contains(item);
        assertThat(done(dht.fetch(TORRENT))).isEmpty();
    }

    @Test
    void storesAndFetchesTheNewestVersion() throws Exception {
        MutableItem one = version(1, "one");
        MutableItem two = MutableItem.sign(keys, SALT, 2, BencodeValue.of("two"));
        assertThat(done(dht.store(one)).nodes()).isEqualTo(8);
        assertThat(done(dht.store(two)).nodes()).isEqualTo(8);
        assertThat(done(dht.fetch(two.key()))).contains(two);
        assertThat(done(dht.store(one))).isEqualTo(new Stored(one.target(), 0, 8));
    }

    @Test
    void overwritesOnlyWhatItHasSeen() throws Exception {
        done(dht.store(version(4, "four")));
        MutableItem six = MutableItem.sign(keys, SALT, 6, BencodeValue.of("six"));
        assertThat(done(dht.store(six, 3)).refused()).isEqualTo(8);
        assertThat(done(dht.store(six, 4)).nodes()).isEqualTo(8);
    }

    @Test
    void keepsAnItemAliveUntilToldOtherwise() throws Exception {
        ImmutableItem item = new ImmutableItem(BencodeValue.of("kept"));
        AutoCloseable kept = dht.keep(item);
        context.time().advance(Duration.ofHours(5));
        assertThat(done(dht.fetch(item.target()))).contains(item);
        kept.close();
        context.time().advance(Duration.ofMinutes(190));
        assertThat(done(dht.fetch(item.target()))).isEmpty();
    }

    @Test
    void followsTheTorrentOfAPublisher() throws Exception {
        MutableItem first = MutableItem.ofTorrent(newKeys(), SALT, 1, TORRENT);
        AutoCloseable following = dht.follow(first.key());
        context.time().advance(Duration.ofMinutes(1));
        assertThat(context.alerts().of(DhtTorrentUpdated.class)).isEmpty();

        done(dht.store(first));
        context.time().advance(Duration.ofMinutes(30));
        InfoHash next = InfoHash.ofHex("59ee7c2cb9b4f7eb1986ee2d18fd2fdb8a56554f");
        done(dht.store(MutableItem.ofTorrent(keys, SALT, 2, next)));
        context.time().advance(Duration.ofMinutes(30));
        following.close();

        assertThat(context.alerts().of(DhtTorrentUpdated.class))
                .extracting(DhtTorrentUpdated::infoHash)
                .containsExactly(TORRENT, next);
        assertThat(context.alerts().of(DhtTorrentUpdated.class).get(0).magnet())
                .isEqualTo(first.key().toMagnet().toString());
    }

    @Test
    void samplesWhatANodeStores() {
        done(dht.announce(TORRENT, 7777, false));
        PeerAddress holder = done(dht.findNodes(TORRENT)).get(0).address();

        assertThat(done(dht.sample(holder, TORRENT)).samples()).containsExactly(TORRENT);
        Future<?> nobody = dht.sample(PeerAddress.parse("127.0.0.1:9").orElseThrow(), TORRENT);
        context.time().advance(Duration.ofSeconds(20));
        assertThat(code(nobody)).isEqualTo(ErrorCode.UNREACHABLE);
    }

    @Test
    void whatIsUnderWayFailsWhenItIsStopped() {
        network.fallSilent();
        Future<?> search = dht.findPeers(TORRENT);
        context.time().runReady();
        dht.close();

        assertThat(code(search)).isEqualTo(ErrorCode.STOPPED);
    }

    @Test
    void whatItKnowsSurvivesARestart() {
        context.time().advance(Duration.ofMinutes(6));
        DhtSettings alone = new DhtSettings(FakePluginContext.settings("dht", "spate.plugins.dht.routers = []"));
        DhtNodes again = new DhtNodes(context, alone, new DhtAlerts(context), LoggerFactory.getLogger("test"));
        InfoHash id = dht.status().families().get(0).id();
        // The first run would take the datagrams of the second: its claim came first.
        Thread closing = new Thread(nodes::close);
        closing.start();
        context.time().await("the close", () -> !closing.isAlive());
        context.time().advance(Duration.ofSeconds(30));

        assertThat(again.status().get(0).id().toInfoHash()).isEqualTo(id);
        assertThat(again.status().get(0).live()).hasSizeBetween(8, 12);
    }

    @Test
    void takesNodesByTheirNames() {
        dht.addNodes(List.of(new HostAndPort("127.0.0.1", 9)));
        context.time().advance(Duration.ofSeconds(30));
        assertThat(dht.liveNodes()).hasSizeBetween(8, 12);
    }

    private static final byte[] SALT = {9};
    private KeyPair keys;

    private MutableItem version(long seq, String text) throws Exception {
        return MutableItem.sign(newKeys(), SALT, seq, BencodeValue.of(text));
    }

    private KeyPair newKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return keys;
    }

    private static ErrorCode code(Future<?> failed) {
        return ((SpateException) failed.cause()).code();
    }

    private <T> T done(Future<T> future) {
        for (int i = 0; i < 300 && !future.isComplete(); i++) {
            context.time().advance(Duration.ofMillis(100));
        }
        assertThat(future.succeeded()).as("%s", future.cause()).isTrue();
        return future.result();
    }
}
