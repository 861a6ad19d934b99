package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request, made on an event loop that is not the connection's, as plugins have them. */
class HttpHopTest {
    private static final String BODY = "d8:intervali900e5:peers0:e";
    private static final int ROUNDS = 300;

    private final FakePluginContext context = new FakePluginContext("tracker", "");

    @AfterEach
    void close() {
        context.close();
    }

    /** A new connection each time: the answer, its end known by its length or by the connection's. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 26\r\nConnection: close\r\n", "Connection: close\r\n", "Content-Length: 26\r\n"
            })
    void readsAnAnswerThatComesAsAWholeWithTheEndOfTheConnection(String headers) throws Exception {
        HttpAnnouncer announcer = new HttpAnnouncer(context, new TrackerSettings(context.settings()));
        TrackerUrl url = serving(socket -> socket.handler(asked -> {
            socket.write(answer(headers));
            socket.close();
        }));
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(ask(announcer, url)).isEqualTo(BODY);
        }
    }

    /** Over a connection that is kept, whose loop is not that of each request. */
    @Test
    void readsTheLastAnswerOfAConnectionThatWasKept() throws Exception {
        HttpAnnouncer announcer = new HttpAnnouncer(context, new TrackerSettings(context.settings()));
        TrackerUrl url = serving(socket -> {
            AtomicInteger asked = new AtomicInteger();
            socket.handler(request -> {
                socket.write(answer("Content-Length: 26\r\n"));
                if (asked.incrementAndGet() == 3) {
                    socket.close();
                }
            });
        });
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(ask(announcer, url)).isEqualTo(BODY);
        }
    }

    private String ask(HttpAnnouncer announcer, TrackerUrl url) throws Exception {
        CompletableFuture<HttpReply> answered = new CompletableFuture<>();
        EventLoopGroup loops = ((VertxInternal) context.network().vertx()).nettyEventLoopGroup();
        HttpHop hop = new HttpHop(announcer, url, InetAddress.getLoopbackAddress(), "");
        loops.next().execute(() -> hop.send().onComplete(answered::complete, answered::completeExceptionally));
        try {
            return new String(answered.get(5, TimeUnit.SECONDS).body().content(), StandardCharsets.US_ASCII);
        } catch (ExecutionException e) {
            if (hop.wasStale()) {
                return ask(announcer, url); // closed before it was asked: as an exchange does
            }
            throw e;
        }
    }

    private TrackerUrl serving(Handler<NetSocket> server) {
        NetServer listening = context.time()
                .await(context.network()
                        .vertx()
                        .createNetServer()
                        .connectHandler(server)
                        .listen(0, "127.0.0.1"));
        return TrackerUrl.parse("http://127.0.0.1:" + listening.actualPort() + "/announce");
    }

    private static Buffer answer(String headers) {
        return Buffer.buffer("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + BODY);
    }
}
