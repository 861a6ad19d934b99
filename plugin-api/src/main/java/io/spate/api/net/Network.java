package io.spate.api.net;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * How a plugin reaches the network: bound to the interface and the addresses of the settings, and closed when the plugin
 * stops. Injected; a plugin makes no {@code Vertx} of its own. Safe from any thread, never blocks.
 */
public interface Network {
    /**
     * An HTTP client of the plugin's own, closed when the plugin stops. Redirects are not followed unless the options say
     * so; the local address is set here, from {@code spate.network.outgoing-address} and {@code spate.listen}, whatever the
     * options say. The server's family decides which, so give its address by {@code RequestOptions.setServer}.
     *
     * @param pool how many connections it keeps to one server, and how many requests may wait for one
     */
    HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool);

    /** {@link #httpClient(HttpClientOptions, PoolOptions)} with Vert.x's own bounds: 5 connections to one server. */
    default HttpClientAgent httpClient(HttpClientOptions options) {
        return httpClient(options, new PoolOptions());
    }

    /**
     * Opens a connection to a server, of a protocol that is the plugin's business, from the address that the settings say. The
     * link lives on the loop of the request, and hands on what it reads without a copy: for payload, where {@link #httpClient}
     * would cost too much. Called on that loop, where the future completes; fails, with a message for people, when the time is
     * up, nobody answers, or TLS is not agreed on. The link is closed when the plugin stops; a receiver that throws ends it,
     * and counts as a fault.
     *
     * <p>The default, for networks without it, always fails.
     */
    default Future<PeerLink> connect(ConnectRequest request) {
        return Future.failedFuture(new SpateException(ErrorCode.UNSUPPORTED, "this network has no connections"));
    }

    /** The addresses of a host; a literal is answered at once. Fails if there are none. Completes on any thread. */
    Future<List<InetAddress>> resolve(String host);

    /** The UDP sockets shared with the kernel. */
    DatagramService datagrams();

    /**
     * Takes part in a multicast group on every interface over which the session accepts peers; where it listens at every
     * address, on all but loopback. Ended by {@link Multicast#close}, and when the plugin stops.
     *
     * @param group address and port; its family is that of the interfaces' addresses
     * @return completes on a loop of the engine when all interfaces that are there were tried; fails, with a message for
     *     people, if the port cannot be had; the default, for networks without multicast, always fails
     */
    default Future<Multicast> multicast(InetSocketAddress group, Multicast.Receiver receiver) {
        return Future.failedFuture(new SpateException(ErrorCode.UNSUPPORTED, "this network has no multicast"));
    }

    /**
     * Where the session accepts peers now, ports filled in. Changes when the settings do. While the session stops, where it
     * did last, so that trackers hear who leaves; nowhere once its torrents have stopped.
     */
    List<InetSocketAddress> listenAddresses();
}
