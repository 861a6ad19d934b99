package io.spate.plugin.webseed;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.spate.api.Loop;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** A connection to one server. Confined to the torrent's loop. */
final class SeedLink {
    private final String origin;
    private final HttpClientConnection connection;
    private final Context context;
    private long come;
    private boolean answeredWhole;

    /** @param context on which the connection lives: requests made elsewhere would hear of their answers too late */
    SeedLink(String origin, HttpClientConnection connection, Context context) {
        this.origin = origin;
        this.connection = connection;
        this.context = context;
    }

    boolean leadsTo(SeedUrl url) {
        return origin.equals(url.origin());
    }

    /** @param call made on any thread when the connection is closed, by whomever */
    void whenClosed(Runnable call) {
        connection.closeHandler(closed -> call.run());
    }

    void onCome(int bytes) {
        come += bytes;
    }

    /** An answer came to its end. */
    void onWhole() {
        answeredWhole = true;
    }

    /** Whether it brought enough to be worth another one. */
    boolean wasOfUse() {
        return answeredWhole || come >= BLOCK_LENGTH;
    }

    /** @param ranged whether to ask for a range only */
    Fetch ask(Slice slice, boolean ranged, String userAgent, Loop loop, Fetch.Listener listener) {
        Resource resource = slice.resource().orElseThrow();
        SeedUrl url = resource.location();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(inBrackets(url.host()))
                .setPort(url.port())
                .setSsl(url.isSecure())
                .setURI(url.target(slice.parameters()))
                .putHeader("User-Agent", userAgent);
        if (ranged && slice.isRanged()) {
            options.putHeader("Range", slice.range());
        }
        (resource.isAtHome() ? resource.home() : url)
                .authorization()
                .ifPresent(value -> options.putHeader("Authorization", value));
        Fetch fetch = new Fetch(loop, listener);
        context.runOnContext(there -> fetch.start(connection, options));
        return fetch;
    }

    /** Vert.x takes an IPv6 address only as a URL has it. */
    static String inBrackets(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    void close() {
        connection.close();
    }
}
