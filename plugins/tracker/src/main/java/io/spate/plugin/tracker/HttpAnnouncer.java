package io.spate.plugin.tracker;

import io.spate.api.Loop;
import io.spate.api.net.Network;
import io.spate.api.plugin.PluginContext;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;

/** Announces by HTTP and HTTPS (BEP 3): one connection an announce, closed afterwards, as trackers like it. */
final class HttpAnnouncer implements Announcer {
    private static final int MAX_HEADERS = 16 * 1024;

    private final HttpClientAgent client;
    private final HttpSettings settings;
    private final RequestGuard guard;
    private final ReplyDecoder decoder;
    private final Network network;
    private final Loop loop;
    private final String userAgent;

    HttpAnnouncer(PluginContext context, TrackerSettings settings) {
        this.settings = settings.http();
        this.guard = new RequestGuard(settings.ssrfMitigation());
        this.decoder = new ReplyDecoder(settings.maxPeers());
        this.network = context.network();
        this.loop = context.timers().loop();
        this.userAgent = context.session().userAgent();
        this.client =
                network.httpClient(options(settings.http()), new PoolOptions().setHttp1MaxSize(settings.maxParallel()));
    }

    private static HttpClientOptions options(HttpSettings http) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setDecompressionSupported(false) // unpacked by us, with a bound
                .setMaxHeaderSize(MAX_HEADERS)
                .setConnectTimeout((int) http.idleTimeout().toMillis())
                .setTrustAll(!http.validateCertificates())
                .setVerifyHost(http.validateCertificates());
    }

    @Override
    public boolean speaks(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }

    @Override
    public Exchange announce(Target target, AnnounceRequest request, Duration timeout) {
        HttpExchange exchange = new HttpExchange(this, request);
        exchange.start(target, timeout);
        return exchange;
    }

    HttpClientAgent client() {
        return client;
    }

    HttpSettings settings() {
        return settings;
    }

    RequestGuard guard() {
        return guard;
    }

    ReplyDecoder decoder() {
        return decoder;
    }

    Network network() {
        return network;
    }

    Loop loop() {
        return loop;
    }

    String userAgent() {
        return userAgent;
    }
}
