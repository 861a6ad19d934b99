package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.blocks.TorrentBlocks;
import io.spate.api.webseed.WebSeedFailed;
import io.spate.testkit.FakeBlockSink;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.SampleTorrent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that end before all answers have come: no time may pass until what is missing is asked for again. */
class BrokenConnectionTest {
    private static final int PIECE = 32 * 1024;

    private final SampleTorrent torrent =
            SampleTorrent.named("t").file("a", 10 * PIECE).build(PIECE, 4);
    private final FakePluginContext context =
            new FakePluginContext("webseed", "spate.plugins.webseed { max-request = 32k, pipeline = 4 }");
    private final FakeBlockSink sink =
            new FakeBlockSink(torrent.layout(), context.time().loop());
    private HostileServer server;
    private TorrentBlocks blocks;

    private void open(HostileServer.Manner manner) throws IOException {
        server = HostileServer.start(torrent, manner);
        WebSeedSource source = new WebSeedSource(context, new WebSeedSettings(context.settings()));
        List<TorrentBlocks> opened = new ArrayList<>();
        context.time()
                .run(() -> opened.add(source.open(Torrents.with(torrent, List.of(server.url()), List.of()), sink)
                        .orElseThrow()));
        blocks = opened.get(0);
        context.time().run(blocks::onWork);
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        context.time().run(blocks::close);
        assertThat(context.time().pendingTimers()).isZero();
        context.close();
        server.close();
    }

    private void assertWholeWithoutBlame() {
        context.time().await("all pieces", () -> sink.had().isFull());
        assertThat(sink.content()).isEqualTo(torrent.data());
        assertThat(context.alerts().of(WebSeedFailed.class)).isEmpty();
    }

    private List<WebSeedFailed> failed(int count) {
        context.time()
                .await(
                        count + " failures",
                        () -> context.alerts().of(WebSeedFailed.class).size() >= count);
        return context.alerts().of(WebSeedFailed.class);
    }

    /** As nginx does after the last request of a connection, if the next has come already. */
    @Test
    void asksAgainForWhatAResetCutOff() throws IOException {
        open(connection -> {
            connection.read().answer("");
            if (connection.number() == 0) {
                connection.read().answer("", 20_000);
                connection.read().read(); // so that the reset comes with requests on their way
                connection.reset();
            }
            while (true) {
                connection.read().answer("");
            }
        });
        assertWholeWithoutBlame();
        assertThat(server.asked()).startsWith("0: 0-32767", "0: 32768-65535", "0: 65536-98303", "0: 98304-131071");
    }

    @Test
    void asksAgainOneByOneIfNothingOfWhatWasAskedAheadIsAnswered() throws IOException {
        open(connection -> {
            connection.read().answer("");
            if (connection.number() == 0) {
                connection.read().read();
                connection.reset();
            }
            connection.read().answer("Connection: close\r\n");
        });
        assertWholeWithoutBlame();
    }

    @Test
    void asksAgainIfNoConnectionEverSaysThatItEnds() throws IOException {
        open(connection -> {
            for (int i = 0; i < 3; i++) {
                connection.read().answer("");
            }
            connection.reset();
        });
        assertWholeWithoutBlame();
    }

    @Test
    void sendsNoRequestBehindTheLastThatIsAnswered() throws IOException {
        open(connection -> {
            connection.read().answer("");
            connection.read().answer("");
            connection.read().answer("Connection: close\r\n");
        });
        assertWholeWithoutBlame();
        for (int number = 1; number < 3; number++) {
            String prefix = number + ": ";
            assertThat(server.asked().stream().filter(asked -> asked.startsWith(prefix)))
                    .hasSize(3);
        }
        assertThat(server.asked()).doesNotHaveDuplicates();
    }

    @Test
    void isPatientWithServersThatCloseEachConnectionAfterOneAnswer() throws IOException {
        open(connection -> connection.read().answer("Connection: close\r\n"));
        assertWholeWithoutBlame();
        assertThat(server.asked()).hasSize(10);
    }

    @Test
    void goesOnFromWhereAConnectionBrokeAsLongAsEachBringsSomething() throws IOException {
        open(connection -> connection.read().answer("", PIECE / 2));
        assertWholeWithoutBlame();
        assertThat(server.asked()).startsWith("0: 0-32767", "1: 16384-32767");
    }

    /** The first time requests had been sent ahead, which may be why. */
    @Test
    void leavesAServerAloneWhoseConnectionsBringNothing() throws IOException {
        open(connection -> connection.read().answer("", 100));
        assertThat(failed(1)).hasSize(1);
        assertThat(server.asked()).hasSize(2);
        context.time().advance(Duration.ofSeconds(30));
        failed(2);
        assertThat(server.asked()).hasSize(3);
    }
}
