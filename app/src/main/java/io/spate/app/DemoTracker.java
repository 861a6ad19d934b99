package io.spate.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** A tracker (BEP 3, 23) just large enough for the demo: on the loopback interface, with peers of this machine alone. */
final class DemoTracker implements AutoCloseable {
    /** Of info-hashes, and of peers of each: more than the demo has. */
    private static final int LIMIT = 16;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final HttpServer server;
    private final Map<String, Set<Integer>> ports = new HashMap<>();
    private final CompletableFuture<Void> firstAnnounce = new CompletableFuture<>();
    private int announces;

    private DemoTracker(HttpServer server) {
        this.server = server;
    }

    static DemoTracker start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
        DemoTracker tracker = new DemoTracker(server);
        server.createContext("/announce", tracker::onRequest);
        server.start();
        return tracker;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/announce";
    }

    /** Completes when the first peer is known. */
    CompletableFuture<Void> firstAnnounce() {
        return firstAnnounce;
    }

    synchronized int announces() {
        return announces;
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = answer(parameters(exchange.getRequestURI().getRawQuery()));
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized byte[] answer(Map<String, String> announce) {
        String hash = announce.getOrDefault("info_hash", "");
        Optional<Integer> port = port(announce.getOrDefault("port", ""));
        if (hash.length() != 20 || port.isEmpty() || !ports.containsKey(hash) && ports.size() == LIMIT) {
            return failure("not an announce (expected: info_hash of 20 bytes, port)");
        }
        announces++;
        Set<Integer> known = ports.computeIfAbsent(hash, unknown -> new TreeSet<>());
        if (announce.getOrDefault("event", "").equals("stopped")) {
            known.remove(port.get());
        } else if (known.size() < LIMIT) {
            known.add(port.get());
        }
        byte[] answer = peers(known, port.get());
        firstAnnounce.complete(null);
        return answer;
    }

    private static byte[] peers(Set<Integer> ports, int own) {
        ByteArrayOutputStream compact = new ByteArrayOutputStream();
        ports.stream().filter(port -> port != own).forEach(port -> {
            compact.writeBytes(LOOPBACK);
            compact.write(port >> 8);
            compact.write(port);
        });
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(ascii("d8:intervali1800e5:peers" + compact.size() + ":"));
        answer.writeBytes(compact.toByteArray());
        answer.write('e');
        return answer.toByteArray();
    }

    private static byte[] failure(String reason) {
        return ascii("d14:failure reason" + reason.length() + ":" + reason + "e");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Latin-1 keeps the bytes of the info-hash, one a character. */
    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<Integer> port(String digits) {
        return digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) > 0 && Integer.parseInt(digits) < 65536
                ? Optional.of(Integer.parseInt(digits))
                : Optional.empty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
