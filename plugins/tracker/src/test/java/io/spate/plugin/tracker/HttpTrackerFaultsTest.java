package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trackers that refuse, are silent, or send something else. */
class HttpTrackerFaultsTest extends HttpAnnounceTest {
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
}
