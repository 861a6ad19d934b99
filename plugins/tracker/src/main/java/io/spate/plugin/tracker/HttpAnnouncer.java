package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.net.Network;
import io.spate.api.plugin.PluginContext;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Announces and scrapes by HTTP and HTTPS (BEP 3, 48), over connections that are kept for a while. */
final class HttpAnnouncer implements Announcer {
    private static final int MAX_HEADERS = 16 * 1024;

    /** So that the URL stays below 4 KiB, which all servers take. */
    private static final int MAX_SCRAPE = 50;

    private final HttpClientAgent client;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final HttpSettings settings;
    private final Duration patience;
    private final RequestGuard guard;
    private final ReplyDecoder decoder;
    private final Network network;
    private final Loop loop;
    private final String userAgent;

    HttpAnnouncer(PluginContext context, TrackerSettings settings) {
        this.settings = settings.http();
        this.patience = settings.timeout();
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
                .setKeepAlive(!http.keepAlive().isZero())
                .setKeepAliveTimeout((int) Math.max(1, http.keepAlive().toSeconds()))
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
    public Duration patience() {
        return patience;
    }

    @Override
    public Exchange<AnnounceReply> announce(Target target, AnnounceRequest request, Duration timeout) {
        return new HttpExchange<>(this, AnnounceQuery.of(request), decoder::decode).start(target, timeout);
    }

    @Override
    public int maxScrape() {
        return MAX_SCRAPE;
    }

    @Override
    public Exchange<ScrapeReply> scrape(Target target, List<InfoHash> hashes, Duration timeout) {
        TrackerUrl url = ScrapeUrl.of(target.url()).orElseThrow();
        return new HttpExchange<>(this, ScrapeUrl.query(hashes), ScrapeDecoder::decode)
                .start(new Target(url, target.addresses()), timeout);
    }

    /** Whether nothing was asked over the connection before. Safe from any thread. */
    boolean isFirstUseOf(HttpConnection connection) {
        boolean isFirst = connections.add(connection);
        if (isFirst) {
            connection.exceptionHandler(HttpHop::ignore);
            connection.closeHandler(closed -> connections.remove(connection));
        }
        return isFirst;
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
