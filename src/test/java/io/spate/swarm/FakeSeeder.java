package io.spate.swarm;

import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has all of a torrent, and remembers what it was asked for; what it answers, its user says. A thread for each connection,
 * over plain sockets, and nothing of the engine's: so what it saw is evidence.
 */
final class FakeSeeder implements AutoCloseable {
    private static final long SECONDS = 30;

    private final TestTorrent torrent;
    private final Answer answer;
    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    // Guarded by this
    private final List<Request> requests = new ArrayList<>();
    private volatile boolean closed;

    private FakeSeeder(TestTorrent torrent, ServerSocket server, Answer answer) {
        this.torrent = torrent;
        this.server = server;
        this.answer = answer;
    }

    /** Accepts peers at a free port of this host. */
    static FakeSeeder start(TestTorrent torrent, String host, Answer answer) throws IOException {
        FakeSeeder seeder = new FakeSeeder(torrent, new ServerSocket(0, 50, InetAddress.getByName(host)), answer);
        inBackground(seeder::acceptAll);
        return seeder;
    }

    PeerAddress address() {
        return PeerAddress.ip(server.getInetAddress(), server.getLocalPort());
    }

    /** In their order. */
    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Until it was asked so often. */
    synchronized void awaitRequests(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (requests.size() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(requests.size() + " requests in " + SECONDS + " s (expected: " + count + ")");
            }
            wait(left);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                inBackground(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private synchronized void add(Request request) {
        requests.add(request);
        notifyAll();
    }

    private void serve(Socket socket) {
        int connection = connections.incrementAndGet();
        try (FakePeer peer =
                FakePeer.accepted(socket, torrent.metainfo().infoHashes().v1().orElseThrow(), false)) {
            int pieces = torrent.metainfo().layout().pieceCount();
            peer.send(FakePeer.BITFIELD, Bitfield.full(pieces).toWire());
            peer.send(FakePeer.UNCHOKE);
            while (true) {
                FakePeer.Message message = peer.readUntil(FakePeer.REQUEST);
                Request request = new Request(connection, message.number(0), message.number(1), message.number(2));
                add(request);
                answer.to(peer, request, request.rightBytes(torrent));
            }
        } catch (IOException e) {
            // The peer is gone; it may come again.
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "fake-seeder");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A block that it was asked for.
     *
     * @param connection by which one, from 1
     */
    record Request(int connection, int piece, int begin, int length) {
        byte[] rightBytes(TestTorrent torrent) {
            return torrent.block(piece, begin, length);
        }
    }

    /** What it does about a request. */
    interface Answer {
        /** As a seeder should. */
        Answer HONEST = (peer, request, right) -> peer.sendBlock(request.piece(), request.begin(), right);

        /** Takes the request, and is silent. */
        Answer NONE = (peer, request, right) -> {};

        /** One bit is wrong. */
        Answer WRONG = (peer, request, right) -> {
            right[right.length / 2] ^= 1;
            peer.sendBlock(request.piece(), request.begin(), right);
        };

        void to(FakePeer peer, Request request, byte[] right) throws IOException;
    }
}
