package io.spate.swarm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tracker that tells everybody of everybody who announced the same torrent before (BEP 3, BEP 23). */
final class SmallTracker implements AutoCloseable {
    private static final Pattern HASH = Pattern.compile("info_hash=([^&]*)");
    private static final Pattern PORT = Pattern.compile("[?&]port=([0-9]+)");

    private final HttpServer server;
    private final Map<String, Set<InetSocketAddress>> swarms = new ConcurrentHashMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final Set<String> askers = ConcurrentHashMap.newKeySet();

    private SmallTracker(HttpServer server) {
        this.server = server;
    }

    /** Answers at a free port of the loopback interface. */
    static SmallTracker start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        SmallTracker tracker = new SmallTracker(server);
        server.createContext("/announce", tracker::answer);
        server.start();
        return tracker;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/announce";
    }

    /** What it was asked, in their order. */
    List<String> queries() {
        return queries;
    }

    /** The addresses that announces came from. */
    Set<String> askers() {
        return askers;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** One at a time: the server has one thread. */
    private void answer(HttpExchange exchange) throws IOException {
        String query = "?" + exchange.getRequestURI().getRawQuery();
        queries.add(query);
        askers.add(exchange.getRemoteAddress().getAddress().getHostAddress());
        InetSocketAddress asker =
                new InetSocketAddress(exchange.getRemoteAddress().getAddress(), Integer.parseInt(in(query, PORT)));
        Set<InetSocketAddress> swarm = swarms.computeIfAbsent(in(query, HASH), hash -> new LinkedHashSet<>());
        swarm.remove(asker);
        byte[] reply = Bencode.write(BencodeDictionary.builder()
                .put("interval", 1800)
                .put("peers", compact(swarm))
                .build());
        if (!query.contains("event=stopped")) {
            swarm.add(asker);
        }
        exchange.sendResponseHeaders(200, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private static byte[] compact(Set<InetSocketAddress> peers) {
        ByteBuffer bytes = ByteBuffer.allocate(6 * peers.size());
        peers.forEach(peer -> bytes.put(peer.getAddress().getAddress()).putShort((short) peer.getPort()));
        return bytes.array();
    }

    private static String in(String query, Pattern part) {
        Matcher matcher = part.matcher(query);
        if (!matcher.find()) {
            throw new IllegalArgumentException("announce without " + part + ": " + query);
        }
        return matcher.group(1);
    }
}
