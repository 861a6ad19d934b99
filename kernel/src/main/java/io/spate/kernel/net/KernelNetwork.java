package io.spate.kernel.net;

import io.netty.util.NetUtil;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.net.DatagramService;
import io.spate.api.net.Multicast;
import io.spate.api.net.Network;
import io.vertx.core.Future;
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
