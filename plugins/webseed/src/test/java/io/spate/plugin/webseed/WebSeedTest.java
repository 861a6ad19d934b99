package io.spate.plugin.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.blocks.TorrentBlocks;
import io.spate.api.webseed.WebSeedFailed;
import io.spate.api.webseed.WebSeedServes;
import io.spate.testkit.FakeBlockSink;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.SampleTorrent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One torrent with servers, good and bad ones. */
class WebSeedTest {
    private static final int PIECE = 32 * 1024;

    private final SampleTorrent sample = SampleTorrent.named("t")
            .file("a", 5 * PIECE + 1000)
            .file("b", 1)
            .file("c", 3 * PIECE)
            .build(PIECE, 3);
    private final SampleTorrent alone =
            SampleTorrent.named("t").file("a", 10 * PIECE).build(PIECE, 4);

    private FakePluginContext context;
    private WebSeedSource source;
    private FakeBlockSink sink;
    private TorrentBlocks blocks;

    private FakeWebServer make(String overrides, SampleTorrent torrent) {
        context = new FakePluginContext("webseed", overrides);
        source = new WebSeedSource(context, new WebSeedSettings(context.settings()));
        sink = new FakeBlockSink(torrent.layout(), context.time().loop());
        return new FakeWebServer(context, torrent);
    }

    private FakeWebServer make() {
        return make("", sample);
    }

    private void open(FakeTorrent torrent) {
        List<TorrentBlocks> opened = new ArrayList<>();
        context.time().run(() -> opened.add(source.open(torrent, sink).orElseThrow()));
        blocks = opened.get(0);
        context.time().run(blocks::onWork);
    }

    private void open(SampleTorrent torrent, String... urls) {
        open(Torrents.with(torrent, List.of(urls), List.of()));
    }

    private void assertWhole(SampleTorrent torrent) {
        context.time().await("all pieces", () -> sink.had().isFull());
        assertThat(sink.content()).isEqualTo(torrent.data());
    }

    private List<WebSeedFailed> failed(int count) {
        context.time()
                .await(
                        count + " failures",
                        () -> context.alerts().of(WebSeedFailed.class).size() >= count);
        return context.alerts().of(WebSeedFailed.class);
    }

    @AfterEach
    void leavesNothingBehind() {
        context.time().run(blocks::close);
        assertThat(context.time().pendingTimers()).isZero();
        context.close();
    }

    @Test
    void asksForAllFilesOverOneConnectionAndSaysThatItServes() {
        FakeWebServer server = make();
        open(sample, server.url());
        assertWhole(sample);
        assertThat(server.asked())
                .containsExactly(
                        "/t/a bytes=0-" + (5 * PIECE + 999), "/t/b bytes=0-0", "/t/c bytes=0-" + (3 * PIECE - 1));
        assertThat(server.requests())
                .extracting(HttpServerRequest::connection)
                .containsOnly(server.requests().get(0).connection());
        assertThat(context.alerts().of(WebSeedServes.class))
                .extracting(WebSeedServes::message)
                .containsExactly("web seed " + server.url() + " serves");
        assertThat(server.requests().get(0).getHeader("User-Agent")).isEqualTo("Spate/test");
    }

    @Test
    void asksForNoMoreAtOnceThanItMay() {
        FakeWebServer server = make("spate.plugins.webseed.max-request = 64k", alone);
        open(alone, server.url());
        assertWhole(alone);
        assertThat(server.asked()).hasSize(5).startsWith("/t/a bytes=0-" + (2 * PIECE - 1));
    }

    @Test
    void asksAheadOfTheAnswers() {
        FakeWebServer server = make("spate.plugins.webseed { max-request = 32k, pipeline = 3 }", alone);
        List<HttpServerRequest> held = new ArrayList<>();
        server.answering(request -> context.time().loop().execute(() -> held.add(request)));
        open(alone, server.url());
        // the server reads the second request of a connection when it has answered the first: all came at once, though
        context.time().await("the first request", () -> held.size() == 1);
        server.answering(server::serve);
        server.serve(held.get(0));
        assertWhole(alone);
    }

    @Test
    void startsWhereItsServersAreManyOnTheNextIfOneIsGivenUp() {
        FakeWebServer bad = make("spate.plugins.webseed.max-servers = 1", sample);
        FakeWebServer good = new FakeWebServer(context, sample);
        bad.answering(request -> request.response().setStatusCode(416).end());
        open(sample, bad.url(), good.url());
        assertWhole(sample);
        assertThat(failed(1).get(0).retryIn()).isEmpty();
        assertThat(failed(1).get(0).message())
                .isEqualTo("web seed " + bad.url() + " failed: HTTP status: 416 (expected: a file of "
                        + (5 * PIECE + 1000) + " bytes) (not tried again)");
    }

    @Test
    void doesNotWaitForOneThatFailedIfThereIsAnother() {
        FakeWebServer bad = make("spate.plugins.webseed.max-servers = 1", sample);
        FakeWebServer good = new FakeWebServer(context, sample);
        bad.answering(request -> request.response().setStatusCode(500).end());
        open(sample, bad.url(), good.url());
        failed(1);
        context.time().run(blocks::onWork);
        assertWhole(sample);
        assertThat(good.asked()).isNotEmpty();
    }

    @Test
    void readsOnBehindPaddingForWhichThereWasNoRoom() {
        SampleTorrent padded = SampleTorrent.named("t")
                .file("a", 100)
                .pad(PIECE - 100)
                .file("b", PIECE)
                .build(PIECE, 9);
        FakeWebServer server = make("", padded);
        List<HttpServerRequest> held = new ArrayList<>();
        server.answering(request -> context.time().loop().execute(() -> held.add(request)));
        open(padded, server.url());
        context.time().await("a request", () -> !held.isEmpty());
        sink.supplies().get(0).full(true);
        server.answering(server::serve);
        held.forEach(server::serve);
        context.time()
                .await("the first piece", () -> sink.supplies().get(0).booked().size() > 0);
        context.time().run(() -> sink.supplies().get(0).full(false));
        assertWhole(padded);
    }

    @Test
    void passesOverUrlsThatAreNone() {
        FakeWebServer server = make();
        open(sample, "ftp://a.example/", server.url());
        assertWhole(sample);
        assertThat(failed(1).get(0).reason()).contains("expected: http:// or https://");
    }

    @Test
    void followsTheRedirectOfEachFile() {
        FakeWebServer target = make();
        FakeWebServer server = new FakeWebServer(context, sample);
        server.answering(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", target.url() + request.path().substring(1))
                .end());
        open(sample, server.url());
        assertWhole(sample);
        assertThat(context.alerts().of(WebSeedFailed.class)).isEmpty();
        assertThat(target.asked()).hasSize(3);
    }

    @Test
    void sendsNameAndPasswordOnlyToTheServerTheyAreFor() {
        FakeWebServer target = make();
        FakeWebServer server = new FakeWebServer(context, sample);
        server.answering(request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", target.url() + request.path().substring(1))
                .end());
        open(sample, server.url().replace("http://", "http://me:secret@"));
        assertWhole(sample);
        assertThat(server.requests()).allSatisfy(request -> assertThat(request.getHeader("Authorization"))
                .startsWith("Basic "));
        assertThat(target.requests()).allSatisfy(request -> assertThat(request.getHeader("Authorization"))
                .isNull());
    }

    @Test
    void leavesARedirectLoopAlone() {
        FakeWebServer server = make();
        server.answering(request -> request.response()
                .setStatusCode(301)
                .putHeader("Location", "/t/a")
                .end());
        open(sample, server.url());
        assertThat(failed(1).get(0).reason()).isEqualTo("redirects: 6 (expected: at most 5)");
        assertThat(failed(1).get(0).retryIn()).contains(Duration.ofSeconds(30));
    }

    @Test
    void followsNoRedirectToWhatIsNoWebServer() {
        FakeWebServer server = make();
        server.answering(request -> request.response()
                .setStatusCode(301)
                .putHeader("Location", "file:///etc/passwd")
                .end());
        open(sample, server.url());
        assertThat(failed(1).get(0).reason()).startsWith("redirect: web seed: file:");
    }

    @Test
    void asksNoServiceOfThisHostWithAQuery() {
        FakeWebServer server = make();
        open(sample, server.url() + "?reboot=1");
        assertThat(failed(1).get(0).reason()).isEqualTo("query at 127.0.0.1 in the local network (ssrf-mitigation)");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void comesAgainWhenTheServerWants() {
        FakeWebServer server = make();
        server.answering(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "77")
                .end());
        open(sample, server.url());
        assertThat(failed(1).get(0).retryIn()).contains(Duration.ofSeconds(77));
        server.answering(server::serve);
        context.time().advance(Duration.ofSeconds(76));
        assertThat(server.asked())
                .allMatch(asked -> asked.startsWith("/t/a") || asked.startsWith("/t/b") || asked.startsWith("/t/c"));
        assertThat(sink.had().count()).isZero();
        context.time().advance(Duration.ofSeconds(1));
        assertWhole(sample);
    }

    @Test
    void comesLessAndLessOftenToAServerThatFailsAndThenNoMore() {
        FakeWebServer server = make("spate.plugins.webseed.max-failures = 3", sample);
        server.answering(request -> request.response().setStatusCode(500).end());
        open(sample, server.url());
        failed(1);
        context.time().advance(Duration.ofSeconds(30));
        failed(2);
        context.time().advance(Duration.ofSeconds(60));
        assertThat(failed(3))
                .extracting(WebSeedFailed::retryIn)
                .containsExactly(
                        Optional.of(Duration.ofSeconds(30)), Optional.of(Duration.ofSeconds(60)), Optional.empty());
        assertThat(sink.supplies().get(0).isClosed()).isTrue();
    }

    @Test
    void goesOnWithTheOtherFilesIfOneIsMissing() {
        FakeWebServer server = make();
        server.answering(request -> {
            if (request.path().endsWith("/c")) {
                request.response().setStatusCode(404).end();
            } else {
                server.serve(request);
            }
        });
        open(sample, server.url());
        assertThat(failed(1).get(0).reason()).isEqualTo("HTTP status: 404 for /t/c");
        context.time().await("the pieces of the other files", () -> sink.had().count() == 5);
        assertThat(sink.had().has(5)).isFalse();
    }

    @Test
    void givesUpAServerThatHasNothing() {
        FakeWebServer server = make("", alone);
        server.answering(request -> request.response().setStatusCode(410).end());
        open(alone, server.url());
        assertThat(failed(1).get(0).retryIn()).isEmpty();
    }

    @Test
    void readsAFileFromItsBeginningIfTheServerKnowsNoRanges() {
        FakeWebServer server = make("spate.plugins.webseed.max-request = 64k", alone);
        server.answering(server::serveWhole);
        open(alone, server.url());
        assertWhole(alone);
        assertThat(context.alerts().of(WebSeedFailed.class)).isEmpty();
        assertThat(server.asked()).last().isEqualTo("/t/a null");
    }

    @Test
    void givesUpAServerWithoutRangesIfTheBeginningIsThereAlready() {
        FakeWebServer server = make("spate.plugins.webseed.max-request = 64k", alone);
        sink.without(0);
        server.answering(server::serveWhole);
        open(alone, server.url());
        assertThat(failed(1).get(0).reason()).isEqualTo("sends whole files only (HTTP status: 200, expected: 206)");
    }

    @Test
    void givesUpAServerWithoutRangesWhenSomethingInTheMiddleIsThere() {
        FakeWebServer server = make("spate.plugins.webseed.max-request = 64k", alone);
        sink.without(4);
        server.answering(server::serveWhole);
        open(alone, server.url());
        assertThat(failed(1).get(0).reason())
                .isEqualTo("sends whole files only, of which some parts are there already");
        assertThat(sink.had().count()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 0-9/10", "bytes 5-163/164840", "nonsense", "bytes 0-164839/*9"})
    void givesUpAServerThatSendsAnotherRange(String range) {
        FakeWebServer server = make();
        server.answering(request -> request.response()
                .setStatusCode(206)
                .putHeader("Content-Range", range)
                .end("0123456789"));
        open(sample, server.url());
        assertThat(failed(1).get(0).retryIn()).isEmpty();
        assertThat(sink.had().count()).isZero();
    }

    @Test
    void takesAnotherLengthThanThatOfTheRangeForAFailure() {
        FakeWebServer server = make("", alone);
        server.answering(request -> partial(request).end("0123456789"));
        open(alone, server.url());
        assertThat(failed(1).get(0).reason()).isEqualTo("length: 10 (expected: 327680)");
    }

    @Test
    void takesWhatIsTooShortForAFailure() {
        FakeWebServer server = make("", alone);
        server.answering(request -> partial(request).setChunked(true).end("0123456789"));
        open(alone, server.url());
        assertThat(failed(1).get(0).reason()).isEqualTo("sends 327670 bytes less than it was asked for");
    }

    @Test
    void givesUpAServerThatSendsMore() {
        FakeWebServer server = make("", alone);
        server.answering(request -> partial(request)
                .setChunked(true)
                .end(Buffer.buffer(alone.data()).appendString("more")));
        open(alone, server.url());
        assertThat(failed(1).get(0).reason()).isEqualTo("sends more than it was asked for");
    }

    private static HttpServerResponse partial(HttpServerRequest request) {
        return request.response()
                .setStatusCode(206)
                .putHeader("Content-Range", "bytes 0-" + (10 * PIECE - 1) + "/" + 10 * PIECE);
    }

    @Test
    void givesUpASilentServerForAWhile() {
        FakeWebServer server = make();
        AtomicInteger asked = new AtomicInteger();
        server.answering(request -> asked.incrementAndGet());
        open(sample, server.url());
        context.time().await("a request", () -> asked.get() > 0);
        context.time().advance(Duration.ofSeconds(20));
        assertThat(failed(1).get(0).reason()).isEqualTo("silent for 20000 ms");
        server.answering(server::serve);
        context.time().advance(Duration.ofSeconds(30));
        assertWhole(sample);
    }

    @Test
    void goesOnAtOnceWhenAServerClosesAConnectionThatItUsedForLong() {
        FakeWebServer server = make("spate.plugins.webseed.max-request = 32k", alone);
        AtomicInteger answered = new AtomicInteger();
        server.answering(request -> {
            if (answered.incrementAndGet() % 3 == 0) {
                request.connection().close();
            } else {
                server.serve(request);
            }
        });
        open(alone, server.url());
        assertWhole(alone);
        assertThat(context.alerts().of(WebSeedFailed.class)).isEmpty();
    }

    @Test
    void goesOnAtOnceWhenAConnectionThatBroughtAWholeAnswerBreaksInAnother() {
        FakeWebServer server = make("spate.plugins.webseed.max-request = 32k", alone);
        AtomicInteger answered = new AtomicInteger();
        server.answering(request -> {
            if (answered.incrementAndGet() == 3) {
                request.response()
                        .setStatusCode(206)
                        .putHeader("Content-Range", "bytes 65536-98303/" + 10 * PIECE)
                        .putHeader("Content-Length", Integer.toString(PIECE))
                        .write(Buffer.buffer(Arrays.copyOfRange(alone.data(), 2 * PIECE, 2 * PIECE + 100)))
                        .onComplete(sent -> request.connection().close());
            } else {
                server.serve(request);
            }
        });
        open(alone, server.url());
        assertWhole(alone);
        assertThat(answered.get()).isGreaterThan(10);
        assertThat(context.alerts().of(WebSeedFailed.class)).isEmpty();
    }

    @Test
    void isGivenUpForBadData() {
        FakeWebServer server = make();
        open(sample, server.url());
        assertWhole(sample);
        context.time().run(() -> sink.supplies().get(0).receiver().onPieceFailed(3, false));
        assertThat(context.alerts().of(WebSeedFailed.class)).isEmpty();
        context.time().run(() -> sink.supplies().get(0).receiver().onPieceFailed(3, true));
        assertThat(failed(1).get(0).reason()).isEqualTo("sent bad data in piece 3");
        assertThat(sink.supplies().get(0).isClosed()).isTrue();
    }

    /** BEP 17. */
    @Test
    void asksAScriptForPieces() {
        FakeWebServer server = make();
        server.answering(request -> {
            int piece = Integer.parseInt(request.getParam("piece"));
            request.response().end(Buffer.buffer(sample.piece(piece)));
        });
        open(Torrents.with(sample, List.of(), List.of("http://127.0.0.1:" + server.port() + "/seed")));
        assertWhole(sample);
    }

    /** BEP 17: the body says how many seconds. */
    @Test
    void comesAgainWhenAScriptWants() {
        FakeWebServer server = make();
        server.answering(request -> request.response().setStatusCode(503).end("45"));
        open(Torrents.with(sample, List.of(), List.of("http://127.0.0.1:" + server.port() + "/seed")));
        assertThat(failed(1).get(0).retryIn()).contains(Duration.ofSeconds(45));
    }

    @Test
    void listensToNoEndlessExcuse() {
        FakeWebServer server = make();
        server.answering(request -> request.response()
                .setStatusCode(503)
                .setChunked(true)
                .write("please come again at another time, as I am busy"));
        open(Torrents.with(sample, List.of(), List.of("http://127.0.0.1:" + server.port() + "/seed")));
        WebSeedFailed refused = failed(1).get(0);
        assertThat(refused.reason()).isEqualTo("HTTP status: 503");
        assertThat(refused.retryIn()).contains(Duration.ofSeconds(30));
    }

    @Test
    void saysThatAHostHasNoAddress() {
        make();
        open(sample, "http://unknown.example/");
        assertThat(failed(1).get(0).reason()).startsWith("host: unknown.example");
    }

    @Test
    void triesTheNextAddressOfAHost() throws UnknownHostException {
        FakeWebServer server = make();
        context.network()
                .name("two.example", List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")));
        open(sample, "http://two.example:" + server.port() + "/");
        assertWhole(sample);
        assertThat(server.requests().get(0).getHeader("Host")).isEqualTo("two.example:" + server.port());
    }

    @Test
    void survivesGarbageInPlaceOfHttp() {
        make("spate.plugins.webseed.max-failures = 1000", sample);
        Random random = new Random(5);
        NetServer server = context.network().vertx().createNetServer().connectHandler(socket -> {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            String head = random.nextBoolean() ? "HTTP/1.1 206 OK\r\nContent-Length: 500\r\n" : "";
            socket.write(Buffer.buffer(head.getBytes(StandardCharsets.US_ASCII)).appendBytes(garbage));
            socket.close();
        });
        int port = context.time().await(server.listen(0, "127.0.0.1")).actualPort();
        open(sample, "http://127.0.0.1:" + port + "/");
        for (int i = 1; i <= 30; i++) {
            failed(i);
            context.time().advance(Duration.ofHours(1));
        }
        assertThat(sink.had().count()).isZero();
    }
}
