package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnnouncerTest {
    private static final String ONE_PEER = "d8:intervali900e5:peers6:\1\2\3\4\32\u00e1e";

    private FakePluginContext context;
    private HttpAnnouncer announcer;
    private FakeHttpTracker tracker;
    private final ErrorLog errors = new ErrorLog();

    @AfterEach
    void causesNoErrorInTheLog() {
        context.close();
        errors.close();
        assertThat(errors.lines()).isEmpty();
    }

    private void make(String overrides) {
        context = new FakePluginContext("tracker", overrides);
        announcer = new HttpAnnouncer(context, new TrackerSettings(context.settings()));
        tracker = new FakeHttpTracker(context);
    }

    private void make() {
        make("");
    }

    private Exchange<AnnounceReply> announce(String url, InetAddress... addresses) {
        List<InetAddress> at = addresses.length == 0 ? List.of(InetAddress.getLoopbackAddress()) : List.of(addresses);
        List<Exchange<AnnounceReply>> started = new ArrayList<>();
        context.timers()
                .loop()
                .execute(() -> started.add(announcer.announce(
                        new Target(TrackerUrl.parse(url), at),
                        Requests.of(AnnounceEvent.STARTED),
                        Duration.ofSeconds(30))));
        context.time().runReady();
        return started.get(0);
    }

    private AnnounceReply reply(Exchange<AnnounceReply> exchange) {
        return context.time().await(exchange.reply());
    }

    private void assertOnePeer(Exchange<AnnounceReply> exchange) {
        AnnounceReply.Answer answer = (AnnounceReply.Answer) reply(exchange);
        assertThat(answer.peers()).containsExactly(new PeerAddress("ip", "1.2.3.4", 6881));
        assertThat(answer.interval()).contains(Duration.ofSeconds(900));
    }

    private void assertFails(Exchange<AnnounceReply> exchange, ErrorCode code, String message) {
        Future<AnnounceReply> reply = exchange.reply();
        context.time().await("a failure", reply::isComplete);
        assertThat(reply.cause()).isInstanceOfSatisfying(SpateException.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.code()).isEqualTo(code);
        });
        context.time().advance(Duration.ofMinutes(2));
        assertThat(context.time().pendingTimers()).isZero();
    }

    private static void redirect(HttpServerRequest request, int status, String location) {
        request.response().setStatusCode(status).putHeader("Location", location).end();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sendsTheParametersAfterTheUrlAsItStands() {
        make();
        assertOnePeer(announce(tracker.answering(ONE_PEER).url() + ".php?passkey=a%2fB|~"));
        assertThat(tracker.uris())
                .containsExactly(
                        "/announce.php?passkey=a%2fB|~&" + AnnounceQuery.of(Requests.of(AnnounceEvent.STARTED)));
    }

    @Test
    void sendsOddCharactersAsTheyStand() {
        make();
        String odd = "?a=!\"$%&'()*+,-./:;<=>@[]^_`{|}~\\";
        assertOnePeer(announce(tracker.answering(ONE_PEER).url() + odd));
        assertThat(tracker.uris().get(0)).startsWith("/announce" + odd + "&info_hash=");
    }

    @Test
    void saysWhoItIs() {
        make();
        CompletableFuture<HttpServerRequest> seen = new CompletableFuture<>();
        tracker.answering(request -> {
            seen.complete(request);
            request.response().end(FakeHttpTracker.body(ONE_PEER));
        });
        assertOnePeer(announce("http://tracker.example:" + tracker.port() + "/announce"));
        HttpServerRequest request = seen.join();
        assertThat(request.version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(request.getHeader("Host")).isEqualTo("tracker.example:" + tracker.port());
        assertThat(request.getHeader("User-Agent")).isEqualTo("Spate/test");
        assertThat(request.getHeader("Accept-Encoding")).isEqualTo("gzip");
        assertThat(request.getHeader("Authorization")).isNull();
    }

    @Test
    void keepsTheConnectionForTheNextAnnounce() {
        make();
        List<HttpConnection> connections = connectionsOfTwoAnnounces();
        assertThat(connections.get(0)).isSameAs(connections.get(1));
    }

    @Test
    void closesTheConnectionIfItShallNotBeKept() {
        make("spate.plugins.tracker.http.keep-alive = 0s");
        List<HttpConnection> connections = connectionsOfTwoAnnounces();
        assertThat(connections.get(0)).isNotSameAs(connections.get(1));
    }

    private List<HttpConnection> connectionsOfTwoAnnounces() {
        List<HttpConnection> connections = new CopyOnWriteArrayList<>();
        tracker.answering(request -> {
            connections.add(request.connection());
            request.response().end(FakeHttpTracker.body(ONE_PEER));
        });
        assertOnePeer(announce(tracker.url()));
        assertOnePeer(announce(tracker.url()));
        return connections;
    }

    /** As servers do with connections that they kept for long enough, just when we use them once more. */
    @Test
    void asksOnceMoreIfAConnectionThatWasKeptIsClosed() {
        make();
        assertOnePeer(announce(tracker.answering(ONE_PEER).url()));
        AtomicInteger asked = new AtomicInteger();
        tracker.answering(request -> {
            if (asked.incrementAndGet() == 1) {
                request.connection().close();
            } else {
                request.response().end(FakeHttpTracker.body(ONE_PEER));
            }
        });
        assertOnePeer(announce(tracker.url()));
        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotAskOnceMoreOverAConnectionThatIsNew() {
        make();
        tracker.answering(request -> request.connection().close());
        assertFails(announce(tracker.url()), ErrorCode.UNREACHABLE, "");
        assertThat(tracker.uris()).hasSize(1);
    }

    @Test
    void scrapesWhereAndAsBep48Says() {
        make();
        tracker.answering("d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei3e10:downloadedi9e10:incompletei4eeee");
        InfoHash hash = InfoHash.ofHex("61".repeat(20));
        Target target = new Target(
                TrackerUrl.parse(tracker.url() + ".php?passkey=a%2fB"), List.of(InetAddress.getLoopbackAddress()));
        ScrapeReply reply = context.time()
                .await(announcer
                        .scrape(target, List.of(hash, Requests.HASH), Duration.ofSeconds(30))
                        .reply());
        assertThat(reply)
                .isEqualTo(new ScrapeReply.Numbers(
                        Map.of(hash, new SwarmNumbers(Optional.of(3), Optional.of(4), Optional.of(9)))));
        assertThat(tracker.uris())
                .containsExactly("/scrape.php?passkey=a%2fB&" + ScrapeUrl.query(List.of(hash, Requests.HASH)));
    }

    @Test
    void unpacksGzipAskedOrUnasked() {
        make();
        byte[] packed = ReplyBodyTest.packed(ONE_PEER.getBytes(StandardCharsets.ISO_8859_1));
        tracker.answering(request ->
                request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(packed)));
        assertOnePeer(announce(tracker.url()));
        tracker.answering(request -> request.response().end(Buffer.buffer(packed)));
        assertOnePeer(announce(tracker.url()));
    }

    @Test
    void readsChunksOfAnySize() {
        make();
        tracker.answering(request -> {
            request.response().setChunked(true);
            for (int i = 0; i < ONE_PEER.length(); i++) {
                request.response().write(FakeHttpTracker.body(ONE_PEER.substring(i, i + 1)));
            }
            request.response().end();
        });
        assertOnePeer(announce(tracker.url()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
            })
    void readsAReplyThatEndsWithTheConnection(String head) {
        make();
        assertOnePeer(announce(rawTracker(head + ONE_PEER)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsARedirectAndKeepsTheQuery(int status) {
        make();
        tracker.answering(request -> {
            if (request.path().equals("/announce")) {
                redirect(request, status, "/announce2");
            } else {
                request.response().end(FakeHttpTracker.body(ONE_PEER));
            }
        });
        assertOnePeer(announce(tracker.url() + "?passkey=7"));
        assertThat(tracker.uris().get(1)).isEqualTo(tracker.uris().get(0).replace("/announce?", "/announce2?"));
    }

    @Test
    void addsItsParametersToARedirectThatBringsAQueryOfItsOwn() {
        make();
        tracker.answering(request -> {
            if (request.path().equals("/announce")) {
                redirect(request, 302, tracker.url() + "-new?token=5");
            } else {
                request.response().end(FakeHttpTracker.body(ONE_PEER));
            }
        });
        assertOnePeer(announce(tracker.url()));
        assertThat(tracker.uris().get(1)).startsWith("/announce-new?token=5&info_hash=%01");
    }

    @Test
    void givesUpOnARedirectLoop() {
        make();
        tracker.answering(request -> redirect(request, 302, "/announce"));
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "redirects: 6 (expected: at most 5)");
        assertThat(tracker.uris()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://t.example/announce", "http://", "udp://t.example:1/announce", "http://t.example:0/"})
    void refusesARedirectToNowhere(String location) {
        make();
        tracker.answering(request -> redirect(request, 302, location));
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "redirect");
    }

    @Test
    void refusesARedirectToAServiceOfThisHost() {
        make();
        tracker.answering(request -> redirect(request, 302, "/admin?delete=all"));
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "path: /admin on this host");
        assertThat(tracker.uris()).hasSize(1);
    }

    @Test
    void refusesAServiceOfThisHostUnlessToldOtherwise() {
        make();
        String url = "http://127.0.0.1:" + tracker.port() + "/x/announce";
        assertFails(announce(url), ErrorCode.PROTOCOL, "path: /x/announce on this host");
        assertThat(tracker.uris()).isEmpty();
        context.close();
        make("spate.plugins.tracker.ssrf-mitigation = false");
        assertOnePeer(announce("http://127.0.0.1:" + tracker.answering(ONE_PEER).port() + "/x/announce"));
    }

    @Test
    void resolvesTheHostOfARedirect() {
        make();
        context.network().name("mirror.example", List.of(InetAddress.getLoopbackAddress()));
        String mirror = "http://mirror.example:" + tracker.port() + "/announce-mirror";
        tracker.answering(request -> {
            if (request.path().equals("/announce")) {
                redirect(request, 307, mirror);
            } else {
                request.response().end(FakeHttpTracker.body(ONE_PEER));
            }
        });
        assertOnePeer(announce(tracker.url()));
        tracker.answering(request -> redirect(request, 307, "http://unknown.example/announce"));
        assertFails(
                announce(tracker.url()), ErrorCode.UNREACHABLE, "redirect to unknown.example: host: unknown.example");
    }

    @Test
    void sendsNameAndPasswordOnlyToTheServerTheyAreFor() {
        make();
        FakeHttpTracker other = new FakeHttpTracker(context);
        List<String> seen = new ArrayList<>();
        tracker.answering(request -> {
            seen.add(request.getHeader("Authorization"));
            redirect(request, 302, seen.size() == 1 ? "/announce/again" : other.url());
        });
        other.answering(request -> {
            seen.add(request.getHeader("Authorization"));
            request.response().end(FakeHttpTracker.body(ONE_PEER));
        });
        assertOnePeer(announce("http://me:p%40ss+w@127.0.0.1:" + tracker.port() + "/announce"));
        String basic = "Basic " + Base64.getEncoder().encodeToString("me:p@ss+w".getBytes(StandardCharsets.UTF_8));
        assertThat(seen).containsExactly(basic, basic, null);
    }

    @Test
    void showsTheFailureReasonWhateverTheStatus() {
        make();
        tracker.answering(request ->
                request.response().setStatusCode(403).end(FakeHttpTracker.body("d14:failure reason12:unregisterede")));
        assertThat(reply(announce(tracker.url()))).isEqualTo(new Refusal("unregistered", Retry.AFTER_BACK_OFF));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 404, 500, 503, 304, 300})
    void takesAnyOtherStatusForAFailure(int status) {
        make();
        tracker.answering(request -> request.response()
                .setStatusCode(status)
                .end(status == 204 || status == 304 ? Buffer.buffer() : FakeHttpTracker.body("<html>sorry</html>")));
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "HTTP status: " + status + " (expected: 200)");
    }

    @Test
    void doesNotTakePeersFromAnErrorPage() {
        make();
        tracker.answering(request -> request.response().setStatusCode(500).end(FakeHttpTracker.body(ONE_PEER)));
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "HTTP status: 500");
    }

    @Test
    void saysWhatCameInsteadOfBencoding() {
        make();
        tracker.answering("<html>parked domain</html>");
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "reply: \"<html>parked domain</html>\" (expected: ");
    }

    @Test
    void refusesABodyOverItsBound() {
        make("spate.plugins.tracker.http.max-reply = 10k");
        tracker.answering(request -> {
            request.response().setChunked(true);
            for (int i = 0; i < 30; i++) {
                request.response().write(Buffer.buffer(new byte[1024]));
            }
        });
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "reply: more than 10240 bytes");
    }

    @Test
    void refusesABombOverItsBound() {
        make("spate.plugins.tracker.http.max-reply = 100k");
        byte[] bomb = ReplyBodyTest.packed(new byte[20 << 20]);
        tracker.answering(request -> request.response().end(Buffer.buffer(bomb)));
        assertFails(announce(tracker.url()), ErrorCode.PROTOCOL, "reply: more than 102400 bytes");
    }

    @Test
    void givesUpOnASilentTracker() {
        make();
        Promise<Void> asked = Promise.promise();
        tracker.answering(request -> asked.complete());
        Exchange<AnnounceReply> exchange = announce(tracker.url());
        context.time().await(asked.future());
        context.time().advance(Duration.ofMillis(9_990));
        assertThat(exchange.reply().isComplete()).isFalse();
        context.time().advance(Duration.ofMillis(10));
        assertFails(exchange, ErrorCode.UNREACHABLE, "silent for 10 s");
    }

    @Test
    void givesUpOnATrackerThatNeverEnds() {
        make("spate.plugins.tracker.http.idle-timeout = 5 minutes");
        Promise<Void> asked = Promise.promise();
        tracker.answering(request -> {
            request.response().setChunked(true).write("d");
            asked.complete();
        });
        Exchange<AnnounceReply> exchange = announce(tracker.url());
        context.time().await(asked.future());
        context.time().advance(Duration.ofSeconds(30));
        assertFails(exchange, ErrorCode.UNREACHABLE, "no answer within 30 s");
    }

    @Test
    void closesTheConnectionWhenItIsCancelled() {
        make();
        Promise<Void> asked = Promise.promise();
        Promise<Void> gone = Promise.promise();
        tracker.answering(request -> {
            request.connection().closeHandler(gone::complete);
            asked.complete();
        });
        Exchange<AnnounceReply> exchange = announce(tracker.url());
        context.time().await(asked.future());
        context.timers().loop().execute(exchange::cancel);
        context.time().await(gone.future());
        assertFails(exchange, ErrorCode.STOPPED, "announce cancelled");
    }

    @Test
    void saysThatNobodyListens() {
        make();
        String url = "http://tracker.example:" + tracker.port() + "/announce";
        assertFails(announce(url, address("127.0.0.2")), ErrorCode.UNREACHABLE, "127.0.0.2");
    }

    @Test
    void triesTheNextAddressIfNobodyListensAtOne() {
        make();
        assertOnePeer(announce(
                "http://tracker.example:" + tracker.answering(ONE_PEER).port() + "/announce",
                address("127.0.0.2"),
                address("127.0.0.1")));
    }

    @Test
    void survivesATrackerThatHangsUp() {
        make();
        assertFails(announce(rawTracker("")), ErrorCode.UNREACHABLE, "");
        assertFails(
                announce(rawTracker("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nd8:")), ErrorCode.UNREACHABLE, "");
    }

    @Test
    void survivesGarbageInPlaceOfHttp() {
        make();
        Random random = new Random(13);
        List<String> replies = new ArrayList<>(List.of(
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/9.9 banana\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: \u00ff\u0001\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"));
        for (int i = 0; i < 40; i++) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            replies.add((i % 2 == 0 ? "HTTP/1.1 200 OK\r\n" : "") + new String(garbage, StandardCharsets.ISO_8859_1));
        }
        for (String reply : replies) {
            Exchange<AnnounceReply> exchange = announce(rawTracker(reply));
            context.time().await("an end", () -> exchange.reply().isComplete());
            assertThat(exchange.reply().cause()).as(reply).isInstanceOf(SpateException.class);
        }
    }

    @Test
    void checksTheCertificateUnlessToldNotTo() {
        make();
        FakeHttpTracker secure = secureTracker();
        assertFails(announce("https://tracker.example:" + secure.port() + "/announce"), ErrorCode.UNREACHABLE, "");
        assertThat(secure.uris()).isEmpty();
    }

    @Test
    void saysTheNameOfTheServerInTheHandshake() {
        make("spate.plugins.tracker.http.validate-certificates = false");
        CompletableFuture<String> name = new CompletableFuture<>();
        FakeHttpTracker secure = secureTracker();
        secure.answering(request -> {
            name.complete(request.connection().indicatedServerName());
            request.response().end(FakeHttpTracker.body(ONE_PEER));
        });
        assertOnePeer(announce("https://tracker.example:" + secure.port() + "/announce"));
        assertThat(name.join()).isEqualTo("tracker.example");
    }

    private FakeHttpTracker secureTracker() {
        PfxOptions key = new PfxOptions()
                .setValue(Buffer.buffer(resource("/tracker.example.p12")))
                .setPassword("spate-test");
        return new FakeHttpTracker(
                context,
                "127.0.0.1",
                new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(key));
    }

    private static byte[] resource(String name) {
        try (InputStream in = HttpAnnouncerTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void asksATrackerWhoseHostIsAnIpv6Address() throws IOException {
        make();
        Assumptions.assumeTrue(
                NetworkInterface.getByInetAddress(address("::1")) != null, "this machine has no IPv6 loopback");
        FakeHttpTracker six = new FakeHttpTracker(context, "::1", new HttpServerOptions());
        CompletableFuture<String> host = new CompletableFuture<>();
        six.answering(request -> {
            host.complete(request.getHeader("Host"));
            request.response().end(FakeHttpTracker.body(ONE_PEER));
        });
        assertOnePeer(announce("http://[::1]:" + six.port() + "/announce", address("::1")));
        assertThat(host.join()).isEqualTo("[::1]:" + six.port());
    }

    /** A server that waits for the request, sends these bytes and hangs up. */
    private String rawTracker(String reply) {
        NetServer server = context.network().vertx().createNetServer().connectHandler(socket -> {
            StringBuilder request = new StringBuilder();
            socket.exceptionHandler(e -> {});
            socket.handler(bytes -> {
                request.append(bytes.toString(StandardCharsets.ISO_8859_1));
                if (request.toString().endsWith("\r\n\r\n")) {
                    socket.end(FakeHttpTracker.body(reply));
                }
            });
        });
        int port = context.time().await(server.listen(0, "127.0.0.1")).actualPort();
        return "http://127.0.0.1:" + port + "/announce";
    }
}
