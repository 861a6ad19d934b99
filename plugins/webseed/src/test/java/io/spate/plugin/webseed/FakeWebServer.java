package io.spate.plugin.webseed;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.spate.api.metainfo.TorrentFile;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.SampleTorrent;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A web server on loopback that has the files of a torrent, and answers otherwise if a test says so. */
final class FakeWebServer {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final SampleTorrent torrent;
    private final Map<String, TorrentFile> files;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Handler<HttpServerRequest> answer = this::serve;

    FakeWebServer(FakePluginContext context, SampleTorrent torrent) {
        this.torrent = torrent;
        this.files = torrent.metainfo().files().stream()
                .filter(file -> !file.isPad())
                .collect(Collectors.toMap(file -> "/" + file.pathText(), file -> file));
        this.port = context.time()
                .await(context.network()
                        .vertx()
                        .createHttpServer(new HttpServerOptions())
                        .requestHandler(request -> {
                            asked.add(request.uri() + " " + request.getHeader("Range"));
                            requests.add(request);
                            answer.handle(request);
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    FakeWebServer answering(Handler<HttpServerRequest> handler) {
        answer = handler;
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    int port() {
        return port;
    }

    /** URI and range of each request, oldest first. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    List<HttpServerRequest> requests() {
        return List.copyOf(requests);
    }

    /** As a good server does. */
    void serve(HttpServerRequest request) {
        TorrentFile file = files.get(QueryStringDecoder.decodeComponent(request.path()));
        if (file == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        if (range.matches()) {
            long first = Long.parseLong(range.group(1));
            long last = Long.parseLong(range.group(2));
            request.response()
                    .setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + first + "-" + last + "/" + file.length())
                    .end(bytes(file, first, last + 1));
        } else {
            request.response().end(bytes(file, 0, file.length()));
        }
    }

    /** Whatever was asked for, it sends all of the file. */
    void serveWhole(HttpServerRequest request) {
        TorrentFile file = files.get(QueryStringDecoder.decodeComponent(request.path()));
        request.response().end(bytes(file, 0, file.length()));
    }

    private Buffer bytes(TorrentFile file, long from, long to) {
        return Buffer.buffer(
                Arrays.copyOfRange(torrent.data(), (int) (file.offset() + from), (int) (file.offset() + to)));
    }
}
