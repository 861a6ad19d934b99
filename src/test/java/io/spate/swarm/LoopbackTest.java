package io.spate.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.HostAndPort;
import io.spate.api.PeerAddress;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.PayloadMemory;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.Spate;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sessions, one transfer, over loopback. */
class LoopbackTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void downloadsWhatAnotherSessionSeeds() throws Exception {
        TestTorrent torrent =
                TestTorrent.of("file.bin", 20 * MIB + 12_345, 256 * 1024, 1).writeTo(directory.resolve("seed"));
        try (Session seeder = start("seed-state");
                Session leecher = start("leech-state")) {
            TorrentHandle seeding = await(seeder.add(AddTorrent.of(torrent.metainfo(), directory.resolve("seed"))));
            await(seeding.whenChecked());
            PeerAddress address = PeerAddress.of(seeder.listenAddresses().get(0));

            TorrentHandle leeching = await(leecher.add(AddTorrent.of(torrent.metainfo(), directory.resolve("leech"))
                    .withPeers(List.of(address))));
            await(leeching.whenFinished());

            assertThat(Files.readAllBytes(directory.resolve("leech").resolve("file.bin")))
                    .isEqualTo(torrent.content());
        }
    }

    @Test
    void tellsHowMuchMemoryPayloadMayTake() throws Exception {
        try (Session session = start("state")) {
            assertThat(session.payloadMemory()).isEqualTo(new PayloadMemory(0, 0, 64 * MIB));
        }
    }

    private Session start(String state) throws Exception {
        return await(Spate.session()
                .listen(List.of(new HostAndPort("127.0.0.1", 0)))
                .stateDirectory(directory.resolve(state))
                .start());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
