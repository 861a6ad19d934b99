package io.spate.swarm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server that has a torrent of one file at {@code /file.bin}, and sends it right, wrong, or not to its end. */
final class SmallWebServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TestTorrent torrent;
    private final Manner manner;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final Set<String> askers = ConcurrentHashMap.newKeySet();

    private SmallWebServer(HttpServer server, TestTorrent torrent, Manner manner) {
        this.server = server;
        this.torrent = torrent;
        this.manner = manner;
    }

    /** Answers at a free port of the loopback interface. */
    static SmallWebServer start(TestTorrent torrent, Manner manner) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        SmallWebServer web = new SmallWebServer(server, torrent, manner);
        server.createContext("/file.bin", web::answer);
        server.setExecutor(web.threads);
        server.start();
        return web;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/file.bin";
    }

    /** What it was asked for, in their order. */
    List<String> ranges() {
        return ranges;
    }

    /** The addresses that requests came from. */
    Set<String> askers() {
        return askers;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(asked);
        askers.add(exchange.getRemoteAddress().getAddress().getHostAddress());
        Matcher range = RANGE.matcher(asked);
        if (!range.matches()) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + first + "-" + last + "/" + torrent.content().length);
        exchange.sendResponseHeaders(206, last + 1 - first);
        try (OutputStream out = exchange.getResponseBody()) {
            manner.send(out, torrent.content(), first, last + 1);
        }
    }

    /** How it sends a range. */
    @FunctionalInterface
    interface Manner {
        Manner RIGHT = (out, content, from, to) -> out.write(content, from, to - from);

        /** One bit of each mebibyte is another. */
        Manner WRONG = (out, content, from, to) -> {
            byte[] bytes = Arrays.copyOfRange(content, from, to);
            for (int i = 0; i < bytes.length; i += 1 << 20) {
                bytes[i] ^= 1;
            }
            out.write(bytes);
        };

        /** Right, but nothing after the first range before the gate opens. */
        static Manner holdingAt(CountDownLatch gate) {
            AtomicBoolean isFirst = new AtomicBoolean(true);
            return (out, content, from, to) -> {
                if (!isFirst.compareAndSet(true, false)) {
                    pass(gate);
                }
                RIGHT.send(out, content, from, to);
            };
        }

        private static void pass(CountDownLatch gate) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException("the server is closed", e);
            }
        }

        void send(OutputStream out, byte[] content, int from, int to) throws IOException;
    }
}
