package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a redirect leads, and where nobody may be led. */
class HttpRedirectsTest extends HttpAnnounceTest {
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

    private static void redirect(HttpServerRequest request, int status, String location) {
        request.response().setStatusCode(status).putHeader("Location", location).end();
    }
}
