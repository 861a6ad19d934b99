package io.spate.clients;

import static io.spate.swarm.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.Dht;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.dht.ItemKey;
import io.spate.api.dht.MutableItem;
import io.spate.api.session.Session;
import io.spate.kernel.Spate;
import io.spate.swarm.PluginJars;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our node and libtorrent's, each the other's only neighbour. Needs Python with libtorrent's binding, and so runs where that is
 * asked for: {@code -Dspate.clients=true}, as CI does. Then what is missing fails it.
 */
@EnabledIfSystemProperty(named = "spate.clients", matches = "true")
class LibtorrentDhtTest {
    private static final InfoHash THEIRS = InfoHash.ofHex("cc3f9d90b572172053626f9980ce261a850d050b");
    private static final InfoHash OURS = InfoHash.ofHex("59ee7c2cb9b4f7eb1986ee2d18fd2fdb8a56554f");
    private static final String SALT = "spate";

    @TempDir
    Path directory;

    private Session session;
    private LibtorrentNode libtorrent;
    private Dht dht;

    private void meet(String address) throws Exception {
        libtorrent = LibtorrentNode.start(address);
        session = await(Spate.session()
                .listen(List.of(new HostAndPort(address, 0)))
                .stateDirectory(directory.resolve("state"))
                .plugins(PluginJars.in(directory.resolve("plugins"), "plugins/dht"))
                .set("spate.plugins.dht.routers", "[]")
                .set("spate.plugins.dht.bootstrap", "[\"" + new HostAndPort(address, libtorrent.port()) + "\"]")
                .start());
        dht = session.service(Dht.class).orElseThrow();
        libtorrent.ask("node " + address + " " + session.listenPort());
        libtorrent.awaitNeighbour();
        libtorrent.awaitTrue("that we know libtorrent", () -> !dht.liveNodes().isEmpty());
    }

    @AfterEach
    void part() {
        if (session != null) {
            session.close();
        }
        if (libtorrent != null) {
            libtorrent.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void eachFindsWhatTheOtherLeft(String address) throws Exception {
        meet(address);
        findsPeersBothWays(address);
        readsImmutableItemsBothWays();
        readsMutableItemsBothWays();
    }

    private void findsPeersBothWays(String address) throws Exception {
        assertThat(await(dht.announce(OURS, 7001, false))).isEqualTo(1);
        assertThat(libtorrent.ask("peers " + OURS)).isEqualTo(address + ":7001");

        assertThat(libtorrent.ask("announce " + THEIRS)).isEqualTo("ok");
        PeerAddress expected = PeerAddress.parse(new HostAndPort(address, libtorrent.port()).toString())
                .orElseThrow();
        libtorrent.awaitTrue("that libtorrent is announced", () -> !dht.findPeers(THEIRS)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .isEmpty());
        assertThat(await(dht.findPeers(THEIRS))).containsExactly(expected);
    }

    private void readsImmutableItemsBothWays() throws Exception {
        ImmutableItem ours = new ImmutableItem(BencodeValue.of("left-by-spate"));
        assertThat(await(dht.store(ours)).nodes()).isEqualTo(1);
        assertThat(libtorrent.ask("get " + ours.target())).isEqualTo("left-by-spate");

        String[] put = libtorrent.ask("put left-by-libtorrent").split(" ");
        assertThat(put[1]).as("nodes that took it").isNotEqualTo("0");
        assertThat(await(dht.fetch(InfoHash.ofHex(put[0]))))
                .contains(new ImmutableItem(BencodeValue.of("left-by-libtorrent")));
    }

    private void readsMutableItemsBothWays() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] salt = SALT.getBytes(StandardCharsets.US_ASCII);
        MutableItem ours = MutableItem.sign(keys, salt, 7, BencodeValue.of("signed-by-spate"));
        assertThat(await(dht.store(ours)).nodes()).isEqualTo(1);
        String key = HexFormat.of().formatHex(ours.key().publicKey());
        assertThat(libtorrent.ask("get-mutable " + key + " " + SALT)).isEqualTo("7 signed-by-spate");

        String[] put =
                libtorrent.ask("put-mutable signed-by-libtorrent " + SALT).split(" ");
        assertThat(put[1]).as("nodes that took it").isNotEqualTo("0");
        MutableItem theirs = await(dht.fetch(ItemKey.of(HexFormat.of().parseHex(put[0]), salt)))
                .orElseThrow();
        assertThat(theirs.value()).isEqualTo(BencodeValue.of("signed-by-libtorrent"));
        assertThat(theirs.isGenuine()).isTrue();
    }
}
