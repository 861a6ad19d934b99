package io.spate.kernel.plugin;

import io.spate.api.net.ConnectRequest;
import io.spate.api.net.DatagramService;
import io.spate.api.net.Multicast;
import io.spate.api.net.Network;
import io.spate.api.net.PeerLink;
import io.spate.kernel.extension.Guard;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network as one plugin uses it: what it opened is closed when it stops. */
final class OwnedNetwork implements Network {
    private final Network network;
    private final Pending pending;
    private final OwnedDatagrams datagrams;
    private final Guard guard;
    private final List<HttpClientAgent> clients = new ArrayList<>();
    private final Set<OwnedMulticast> groups = ConcurrentHashMap.newKeySet();
    private final Set<OwnedConnection> connections = ConcurrentHashMap.newKeySet();
    private boolean closed;

    OwnedNetwork(Network network, Guard guard, Pending pending) {
        this.network = network;
        this.guard = guard;
        this.pending = pending;
        this.datagrams = new OwnedDatagrams(network.datagrams(), guard, pending);
    }

    @Override
    public synchronized HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool) {
        if (closed) {
            throw pending.stopped();
        }
        HttpClientAgent client = network.httpClient(options, pool);
        clients.add(client);
        return client;
    }

    @Override
    public Future<PeerLink> connect(ConnectRequest request) {
        return pending.isClosed()
                ? Future.failedFuture(pending.stopped())
                : pending.of(
                        "an answer of Network.connect", network.connect(request).map(this::owned));
    }

    private PeerLink owned(PeerLink link) {
        OwnedConnection owned = new OwnedConnection(link, guard, connections::remove);
        connections.add(owned);
        if (pending.isClosed()) {
            owned.end(); // else it would be found in the close, or is
        }
        return owned;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return pending.isClosed()
                ? Future.failedFuture(pending.stopped())
                : pending.of("an answer of Network.resolve", network.resolve(host));
    }

    @Override
    public DatagramService datagrams() {
        return datagrams;
    }

    @Override
    public Future<Multicast> multicast(InetSocketAddress group, Multicast.Receiver receiver) {
        if (pending.isClosed()) {
            return Future.failedFuture(pending.stopped());
        }
        OwnedMulticast owned = new OwnedMulticast(guard, receiver, groups::remove);
        groups.add(owned);
        Future<Multicast> joining = network.multicast(group, owned).map(joined -> owned.joined(joined));
        joining.onFailure(refused -> groups.remove(owned));
        if (pending.isClosed()) {
            owned.close();
        }
        return pending.of("an answer of Network.multicast", joining);
    }

    @Override
    public List<InetSocketAddress> listenAddresses() {
        return network.listenAddresses();
    }

    /** @return completes when the connections of its clients are closed */
    synchronized Future<Void> close() {
        closed = true;
        datagrams.close();
        List.copyOf(groups).forEach(OwnedMulticast::close);
        List.copyOf(connections).forEach(OwnedConnection::end);
        connections.clear();
        List<Future<Void>> closing =
                clients.stream().map(HttpClientAgent::close).toList();
        clients.clear();
        return Future.join(closing).mapEmpty();
    }
}
