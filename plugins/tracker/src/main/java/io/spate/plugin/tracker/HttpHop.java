package io.spate.plugin.tracker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * One request to one address and its answer. Its callbacks run on whatever thread Vert.x gives the connection; the plugin's
 * loop reads the volatile fields.
 */
final class HttpHop {
    private final HttpAnnouncer announcer;
    private final TrackerUrl url;
    private final InetAddress address;
    private final String credentials;
    private volatile HttpClientRequest request;
    private volatile boolean abandoned;
    private volatile boolean connected;
    private volatile boolean reused;
    private volatile boolean answered;
    private volatile boolean whole;
    private volatile long lastHeard;

    HttpHop(HttpAnnouncer announcer, TrackerUrl url, InetAddress address, String credentials) {
        this.announcer = announcer;
        this.url = url;
        this.address = address;
        this.credentials = credentials;
        this.lastHeard = announcer.loop().nanoTime();
    }

    /** Completes on any thread, with the whole body or as soon as a redirect is clear. */
    Future<HttpReply> send() {
        return announcer.client().request(options()).compose(opened -> {
            request = opened;
            opened.exceptionHandler(HttpHop::ignore);
            reused = !announcer.isFirstUseOf(opened.connection());
            onHeard();
            connected = true;
            if (abandoned) {
                opened.reset();
                return Future.failedFuture("abandoned");
            }
            return opened.send().compose(this::read);
        });
    }

    /** What goes wrong fails the futures; without handlers Vert.x would also log it as an error, which no tracker may cause. */
    static void ignore(Throwable known) {}

    private RequestOptions options() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(url.port(), inBrackets(address.getHostAddress())))
                .setHost(inBrackets(url.host()))
                .setPort(url.port())
                .setSsl(url.scheme().equals("https"))
                .setURI(url.target())
                .putHeader("User-Agent", announcer.userAgent())
                .putHeader("Accept-Encoding", "gzip");
        return credentials.isEmpty() ? options : options.putHeader("Authorization", "Basic " + basic(credentials));
    }

    /** Vert.x takes an IPv6 address only as a URL has it. */
    private static String inBrackets(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static String basic(String userInfo) {
        String plain;
        try {
            plain = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            plain = userInfo; // a lone percent sign: taken as it stands
        }
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private Future<HttpReply> read(HttpClientResponse response) {
        onHeard();
        answered = true;
        int atMost = announcer.settings().maxReply();
        ReplyBody body = new ReplyBody(atMost);
        HttpReply reply =
                new HttpReply(response.statusCode(), Optional.ofNullable(response.getHeader("Location")), body);
        Promise<HttpReply> read = Promise.promise();
        response.exceptionHandler(read::tryFail);
        if (reply.isRedirect()) {
            abandon();
            return Future.succeededFuture(reply);
        }
        response.endHandler(end -> {
            whole = true;
            read.tryComplete(reply);
        });
        response.handler(chunk -> {
            onHeard();
            if (!body.add(chunk.getBytes()) && read.tryFail(ReplyBody.tooLong(atMost))) {
                abandon();
            }
        });
        return read.future();
    }

    private void onHeard() {
        lastHeard = announcer.loop().nanoTime();
    }

    long lastHeard() {
        return lastHeard;
    }

    /** Whether somebody answered at the address at all. */
    boolean isConnected() {
        return connected;
    }

    /** Whether the server may just have closed, unasked, a connection that was kept: another is worth a try. */
    boolean wasStale() {
        return reused && !answered;
    }

    /** Closes the connection, unless the answer is whole. Safe from any thread. */
    void abandon() {
        abandoned = true;
        HttpClientRequest opened = request;
        if (opened != null && !whole) {
            opened.reset();
        }
    }
}
