package io.spate.plugin.tracker;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracker on loopback that says what a test wants it to say, and remembers what it was asked. */
final class FakeHttpTracker {
    static final String NO_PEERS = "d8:intervali1800e5:peers0:e";

    private final List<String> uris = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Handler<HttpServerRequest> answer =
            request -> request.response().end(body(NO_PEERS));

    FakeHttpTracker(FakePluginContext context) {
        this(context, "127.0.0.1", new HttpServerOptions());
    }

    FakeHttpTracker(FakePluginContext context, String host, HttpServerOptions options) {
        HttpServer server = context.network().vertx().createHttpServer(options).requestHandler(request -> {
            uris.add(request.uri());
            answer.handle(request);
        });
        port = context.time().await(server.listen(0, host)).actualPort();
    }

    static Buffer body(String latin1) {
        return Buffer.buffer(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    FakeHttpTracker answering(Handler<HttpServerRequest> handler) {
        answer = handler;
        return this;
    }

    FakeHttpTracker answering(String latin1) {
        return answering(request -> request.response().end(body(latin1)));
    }

    FakeHttpTracker failing() {
        return answering("d14:failure reason4:nopee");
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/announce";
    }

    /** Path and query of each request, oldest first. */
    List<String> uris() {
        return List.copyOf(uris);
    }

    /** The value of {@code event} in each request, oldest first; {@code -} where there was none. */
    List<String> events() {
        return uris.stream().map(uri -> parameter(uri, "event")).toList();
    }

    static String parameter(String uri, String name) {
        List<String> values = new QueryStringDecoder(uri, StandardCharsets.ISO_8859_1)
                .parameters()
                .get(name);
        return values == null ? "-" : String.join(",", values);
    }
}
