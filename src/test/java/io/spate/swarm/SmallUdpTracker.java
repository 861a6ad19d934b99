package io.spate.swarm;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracker that tells everybody of everybody who announced the same torrent before, over UDP (BEP 15). */
final class SmallUdpTracker implements AutoCloseable {
    private static final long CONNECTION = 0x123456789abcdefL;

    private final DatagramSocket socket;
    private final Map<String, Set<InetSocketAddress>> swarms = new HashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Set<String> askers = ConcurrentHashMap.newKeySet();

    private SmallUdpTracker(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Answers at a free port of the loopback interface. */
    static SmallUdpTracker start() throws IOException {
        SmallUdpTracker tracker = new SmallUdpTracker(new DatagramSocket(0, InetAddress.getByName("127.0.0.1")));
        Thread thread = new Thread(tracker::serve, "udp-tracker");
        thread.setDaemon(true);
        thread.start();
        return tracker;
    }

    String url() {
        return "udp://127.0.0.1:" + socket.getLocalPort() + "/announce";
    }

    /** What it was told: {@code started}, {@code completed}, {@code stopped}, or {@code regular}. */
    List<String> events() {
        return events;
    }

    /** The addresses that announces came from. */
    Set<String> askers() {
        return askers;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                socket.receive(packet);
                byte[] reply = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), packet);
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        } catch (SocketException e) {
            return; // closed
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] answer(ByteBuffer asked, DatagramPacket packet) {
        int transaction = asked.getInt(12);
        if (asked.getInt(8) == 0) {
            return ByteBuffer.allocate(16)
                    .putInt(0)
                    .putInt(transaction)
                    .putLong(CONNECTION)
                    .array();
        }
        if (asked.getLong(0) != CONNECTION || asked.getInt(8) != 1) {
            return ByteBuffer.allocate(8).putInt(3).putInt(transaction).array();
        }
        String event = List.of("regular", "completed", "started", "stopped").get(asked.getInt(80));
        byte[] hash = new byte[20];
        asked.get(16, hash);
        InetSocketAddress asker = new InetSocketAddress(packet.getAddress(), Short.toUnsignedInt(asked.getShort(96)));
        Set<InetSocketAddress> swarm =
                swarms.computeIfAbsent(HexFormat.of().formatHex(hash), unknown -> new LinkedHashSet<>());
        swarm.remove(asker);
        ByteBuffer reply = ByteBuffer.allocate(20 + 6 * swarm.size());
        reply.putInt(1).putInt(transaction).putInt(1800).putInt(0).putInt(swarm.size());
        swarm.forEach(peer -> reply.put(peer.getAddress().getAddress()).putShort((short) peer.getPort()));
        if (!event.equals("stopped")) {
            swarm.add(asker);
        }
        askers.add(packet.getAddress().getHostAddress());
        events.add(event);
        return reply.array();
    }
}
