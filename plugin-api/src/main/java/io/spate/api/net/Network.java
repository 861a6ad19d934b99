package io.spate.api.net;

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
     * so; the local address is set here, from {@code spate.network.outgoing-address}, whatever the options say.
     *
     * @param pool how many connections it keeps to one server, and how many requests may wait for one
     */
    HttpClientAgent httpClient(HttpClientOptions options, PoolOptions pool);

    /** {@link #httpClient(HttpClientOptions, PoolOptions)} with Vert.x's own bounds: 5 connections to one server. */
    default HttpClientAgent httpClient(HttpClientOptions options) {
        return httpClient(options, new PoolOptions());
    }

    /** The addresses of a host; a literal is answered at once. Fails if there are none. Completes on any thread. */
    Future<List<InetAddress>> resolve(String host);

    /** The UDP sockets shared with the kernel. */
    DatagramService datagrams();

    /** Where the session accepts peers now, ports filled in. Changes when the settings do. */
    List<InetSocketAddress> listenAddresses();
}
