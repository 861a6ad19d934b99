package io.spate.kernel.net;

import io.netty.util.NetUtil;
import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.Address;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Connects from an address of ours of the server's family: a client of Vert.x has one local address, so that this is one for
 * each. A server that is given by a name alone is taken for IPv4, or for what there is.
 */
final class BoundHttpClient implements HttpClientAgent {
    private static final int IPV6_LENGTH = 16;

    private final Optional<HttpClientAgent> v4;
    private final Optional<HttpClientAgent> v6;

    private BoundHttpClient(Optional<HttpClientAgent> v4, Optional<HttpClientAgent> v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    /** @param making a client that connects from the address, or from whatever the system chooses */
    static BoundHttpClient of(SourceAddresses sources, Function<Optional<InetAddress>, HttpClientAgent> making) {
        return new BoundHttpClient(client(sources, false, making), client(sources, true, making));
    }

    private static Optional<HttpClientAgent> client(
            SourceAddresses sources, boolean v6, Function<Optional<InetAddress>, HttpClientAgent> making) {
        return sources.allows(v6) ? Optional.of(making.apply(sources.of(v6))) : Optional.empty();
    }

    @Override
    public Future<HttpClientRequest> request(RequestOptions options) {
        return towards(options.getServer(), options.getHost(), client -> client.request(options));
    }

    @Override
    public Future<HttpClientConnection> connect(HttpConnectOptions options) {
        return towards(options.getServer(), options.getHost(), client -> client.connect(options));
    }

    private <T> Future<T> towards(Address server, String host, Function<HttpClientAgent, Future<T>> call) {
        String name = server instanceof SocketAddress socket && socket.host() != null ? socket.host() : host;
        byte[] literal = name == null ? null : NetUtil.createByteArrayFromIpAddressString(name);
        Optional<HttpClientAgent> client = literal == null ? v4.or(() -> v6) : literal.length == IPV6_LENGTH ? v6 : v4;
        return client.map(call)
                .orElseGet(() -> Future.failedFuture(new SpateException(
                        ErrorCode.UNREACHABLE, "spate.network.outgoing-address has none of the family of " + name)));
    }

    @Override
    public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
        return all(client -> client.updateSSLOptions(options, force))
                .map(done -> done.stream().anyMatch(Boolean::booleanValue));
    }

    @Override
    public Future<Void> shutdown(Duration timeout) {
        return all(client -> client.shutdown(timeout)).mapEmpty();
    }

    private <T> Future<List<T>> all(Function<HttpClientAgent, Future<T>> call) {
        return Future.join(Stream.of(v4, v6).flatMap(Optional::stream).map(call).toList())
                .map(done -> done.<T>list());
    }
}
