package io.spate.swarm;

import static io.spate.swarm.Await.await;
import static io.spate.swarm.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.PeerAddress;
import io.spate.api.alert.PluginFailed;
import io.spate.api.net.DialRequest;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.session.TorrentHandle;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Extensions that do not answer, or answer nothing, hold up neither a torrent nor the end of a session. */
class StubbornExtensionsTest extends SwarmTest {
    private final TestTorrent torrent = TestTorrent.of("file.bin", MIB, 64 * KIB, 31);

    @Test
    void closesInTimeThoughATransportNeverStopsListening() throws Exception {
        TestSession session = sessions.start("session", builder -> builder.set("spate.transports", "[tcp, mute]")
                .extension(new MuteTransport()));
        TorrentHandle seeding = session.seed(torrent);
        long begun = System.nanoTime();

        session.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        assertThat(seeding.status().state()).isEqualTo(TorrentState.STOPPED);
    }

    @Test
    void stopsATorrentThoughASearchReturnsNothingWhenItIsClosed() throws Exception {
        SearchWithoutAnEnd source = new SearchWithoutAnEnd();
        TestSession session = sessions.start("session", builder -> builder.extension(source));
        TorrentHandle seeding = session.seed(torrent);
        until("the search has begun", () -> source.isOpen);

        await(seeding.pause());
        await(session.session().remove(seeding, false));

        assertThat(seeding.status().state()).isEqualTo(TorrentState.STOPPED);
        assertThat(session.alerts().await(PluginFailed.class).reason())
                .isEqualTo("returned null (expected: an answer)");
    }

    @Test
    void answersAHandleThatIsUsedAfterTheEndOfItsSession() throws Exception {
        TestSession session = sessions.start("session");
        TorrentHandle seeding = session.seed(torrent);
        session.stop();

        assertThatThrownBy(() -> await(session.session().remove(seeding, true)))
                .hasMessageContaining("the session is stopped");
        assertThatThrownBy(() -> await(seeding.pause())).hasMessageContaining("the torrent is stopped: file.bin");
        assertThatThrownBy(() -> await(seeding.pieces())).hasMessageContaining("the torrent is stopped: file.bin");
    }

    private static final class MuteTransport implements PeerTransport {
        @Override
        public String name() {
            return "mute";
        }

        @Override
        public boolean canDial(PeerAddress address) {
            return false;
        }

        @Override
        public Future<InetSocketAddress> listen(InetSocketAddress address, Consumer<PeerLink> accepted) {
            return Future.succeededFuture(address);
        }

        @Override
        public Future<PeerLink> dial(DialRequest request) {
            return Promise.<PeerLink>promise().future();
        }

        @Override
        public Future<Void> stopListening() {
            return Promise.<Void>promise().future();
        }
    }

    private static final class SearchWithoutAnEnd implements PeerSource {
        private volatile boolean isOpen;

        @Override
        public String name() {
            return "endless";
        }

        @Override
        public Optional<PeerSearch> open(TorrentView torrent, PeerSink sink) {
            isOpen = true;
            return Optional.of(() -> null);
        }
    }
}
