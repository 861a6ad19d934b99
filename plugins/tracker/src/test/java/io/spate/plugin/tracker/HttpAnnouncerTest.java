package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, over which connections, and the answers that are right. */
class HttpAnnouncerTest extends HttpAnnounceTest {
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
}
