package io.spate.kernel.net;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.net.ConnectRequest;
import io.spate.api.net.DatagramService;
import io.spate.api.net.Multicast;
import io.spate.api.net.Network;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The network of the session, which the plugin host hands to each plugin behind an owner's wrapper. */
public final class KernelNetwork implements Network {
    private final VertxPlatform platform;
    private final TcpConnector connector;
    private final TlsClients tls;
    private final UdpSockets datagrams;
    private final SourceAddresses sources;
    private final Supplier<List<InetSocketAddress>> listening;

    /**
     * @param sources the addresses that connections are made from
     * @param listening where peers are accepted now
     */
    public KernelNetwork(
            VertxPlatform platform,
            UdpSockets datagrams,
            SourceAddresses sources,
            Supplier<List<InetSocketAddress>> listening) {
        this.platform = platform;
        this.connector = new TcpConnector(platform, server -> {});
        this.tls = new TlsClients(platform);
        this.datagrams = datagrams;
        this.sources = sources;
        this.listening = listening;
    }

    @Override
    public HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool) {
        return sources.addresses().isEmpty()
                ? httpClient(options, pool, Optional.empty())
                : BoundHttpClient.of(sources, local -> httpClient(options, pool, local));
    }

    /** Vert.x 5.2.3 drops the local address of {@code HttpClientOptions}, and keeps that of the configuration made of them. */
    private HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool, Optional<InetAddress> local) {
        HttpClientConfig config = new HttpClientConfig(options);
        config.getTcpConfig()
                .setLocalAddress(
                        local.map(address -> SocketAddress.inetSocketAddress(new InetSocketAddress(address, 0)))
                                .orElse(null));
        return platform.vertx()
                .httpClientBuilder()
                .with(options) // for its TLS, which the configuration leaves out
                .with(config)
                .with(pool)
                .build();
    }

    @Override
    public Future<PeerLink> connect(ConnectRequest request) {
        if (!(request.loop() instanceof NettyLoop)) {
            throw new IllegalArgumentException("loop: " + request.loop() + " (expected: a torrent's)");
        }
        boolean v6 = PeerAddress.isIpv6(request.server().getAddress());
        if (!sources.allows(v6)) {
            return Future.failedFuture(new SpateException(
                    ErrorCode.UNREACHABLE,
                    "spate.network.outgoing-address has none of the family of " + request.server()));
        }
        if (request.tls().isEmpty()) {
            return connect(request, v6, Optional.empty());
        }
        Promise<PeerLink> connected = Promise.promise();
        tls.handler(request, request.tls().get())
                .onComplete(made -> request.loop().execute(() -> {
                    if (made.succeeded()) {
                        connect(request, v6, Optional.of(made.result())).onComplete(connected);
                    } else {
                        connected.fail(made.cause());
                    }
                }));
        return connected.future();
    }

    private Future<PeerLink> connect(ConnectRequest request, boolean v6, Optional<SslHandler> handler) {
        return connector.connect(request.loop(), request.server(), sources.of(v6), request.timeout(), handler);
    }

    /** By the system's resolver, which knows the hosts file and the rest; on a thread that may block. */
    @Override
    public Future<List<InetAddress>> resolve(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        return platform.vertx()
                .executeBlocking(
                        () -> literal == null
                                ? List.of(InetAddress.getAllByName(host))
                                : List.of(InetAddress.getByAddress(literal)),
                        false)
                .recover(failure -> Future.failedFuture(
                        failure instanceof UnknownHostException
                                ? new SpateException(ErrorCode.UNREACHABLE, "host name not found: " + host, failure)
                                : failure));
    }

    @Override
    public DatagramService datagrams() {
        return datagrams;
    }

    @Override
    public Future<Multicast> multicast(InetSocketAddress group, Multicast.Receiver receiver) {
        return MulticastGroup.open(platform, group, listening, receiver);
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return listening.get();
    }
}
