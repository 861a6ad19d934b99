package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** An announce over HTTP to a tracker of this machine. What trackers do wrong is no error of ours in the log. */
abstract class HttpAnnounceTest {
    static final String ONE_PEER = "d8:intervali900e5:peers6:\1\2\3\4\32\u00e1e";

    FakePluginContext context;
    HttpAnnouncer announcer;
    FakeHttpTracker tracker;
    final ErrorLog errors = new ErrorLog();

    @AfterEach
    void causesNoErrorInTheLog() {
        context.close();
        errors.close();
        assertThat(errors.lines()).isEmpty();
    }

    final void make(String overrides) {
        context = new FakePluginContext("tracker", overrides);
        announcer = new HttpAnnouncer(context, new TrackerSettings(context.settings()));
        tracker = new FakeHttpTracker(context);
    }

    final void make() {
        make("");
    }

    final Exchange<AnnounceReply> announce(String url, InetAddress... addresses) {
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

    final AnnounceReply reply(Exchange<AnnounceReply> exchange) {
        return context.time().await(exchange.reply());
    }

    final void assertOnePeer(Exchange<AnnounceReply> exchange) {
        AnnounceReply.Answer answer = (AnnounceReply.Answer) reply(exchange);
        assertThat(answer.peers()).containsExactly(new PeerAddress("ip", "1.2.3.4", 6881));
        assertThat(answer.interval()).contains(Duration.ofSeconds(900));
    }

    final void assertFails(Exchange<AnnounceReply> exchange, ErrorCode code, String message) {
        Future<AnnounceReply> reply = exchange.reply();
        context.time().await("a failure", reply::isComplete);
        assertThat(reply.cause()).isInstanceOfSatisfying(SpateException.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.code()).isEqualTo(code);
        });
        context.time().advance(Duration.ofMinutes(2));
        assertThat(context.time().pendingTimers()).isZero();
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** A server that waits for the request, sends these bytes and hangs up. */
    final String rawTracker(String reply) {
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
