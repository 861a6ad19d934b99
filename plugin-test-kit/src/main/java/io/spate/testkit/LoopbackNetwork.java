package io.spate.testkit;

import io.spate.api.ErrorCode;
import io.spate.api.HostAndPort;
import io.spate.api.SpateException;
import io.spate.api.net.ConnectRequest;
import io.spate.api.net.Multicast;
import io.spate.api.net.Network;
import io.spate.api.net.PeerLink;
import io.spate.api.session.SessionView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A network that ends at this machine: real connections and HTTP clients, names that a test gives, datagrams that a test delivers. Unknown names
 * fail, and no name server is asked. To be closed after the test.
 */
public final class LoopbackNetwork implements Network, AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient connections = vertx.createNetClient(); // Vert.x closes it, and them, when nobody holds it
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Function<byte[], Optional<byte[]>>> neighbours = new ConcurrentHashMap<>();
    private final List<FakeMulticast> multicasts = new CopyOnWriteArrayList<>();
    private final SessionView session;
    private final FakeDatagrams datagrams;

    public LoopbackNetwork(SessionView session) {
        this.session = session;
        this.datagrams = new FakeDatagrams(session::listenAddresses);
    }

    /** For servers that the test plays itself. */
    public Vertx vertx() {
        return vertx;
    }

    /** Makes a name known. */
    public LoopbackNetwork name(String host, List<InetAddress> addresses) {
        names.put(host, List.copyOf(addresses));
        return this;
    }

    @Override
    public HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder().with(options).with(pool).build();
    }

    /** A real connection; without TLS. */
    @Override
    public Future<PeerLink> connect(ConnectRequest request) {
        Promise<PeerLink> connected = Promise.promise();
        ConnectOptions options = new ConnectOptions()
                .setHost(request.server().getAddress().getHostAddress())
                .setPort(request.server().getPort())
                .setTimeout((int) request.timeout().toMillis());
        vertx.runOnContext(there -> connections // so that the link is made before the socket is read
                .connect(options)
                .<PeerLink>map(socket -> new LoopbackLink(socket, request.loop()))
                .onComplete(done -> request.loop().execute(() -> connected.handle(done))));
        return connected.future();
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return new HostAndPort(host, 0)
                .literal()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> named(host));
    }

    private Future<List<InetAddress>> named(String host) {
        List<InetAddress> known = names.getOrDefault(host, List.of());
        return known.isEmpty()
                ? Future.failedFuture(new SpateException(
                        ErrorCode.UNREACHABLE, "host: " + host + " (expected: one of " + names.keySet() + ")"))
                : Future.succeededFuture(known);
    }

    @Override
    public FakeDatagrams datagrams() {
        return datagrams;
    }

    /** A group whose members are the plugin and who the test brings. */
    @Override
    public Future<Multicast> multicast(InetSocketAddress group, Multicast.Receiver receiver) {
        FakeMulticast joined = new FakeMulticast(group, receiver, neighbours);
        multicasts.add(joined);
        return Future.succeededFuture(joined);
    }

    /** The groups that were joined, also those that were left, oldest first. */
    public List<FakeMulticast> multicasts() {
        return List.copyOf(multicasts);
    }

    /** Somebody on the local network who answers what is sent to a group. */
    public LoopbackNetwork neighbour(InetSocketAddress at, Function<byte[], Optional<byte[]>> answer) {
        neighbours.put(at, answer);
        return this;
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return session.listenAddresses();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
