package io.spate.plugin.tracker;

import io.spate.testkit.FakeDatagrams;
import io.spate.testkit.FakePluginContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiFunction;

/** A tracker at 127.0.0.1:8000 that answers what was sent to it whenever a test says so. */
final class FakeUdpTracker {
    static final InetSocketAddress AT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8000);

    /** The rest of an answer: an interval of 900 s, four leechers, three seeds, one peer. */
    static final String ONE_PEER = "00000384" + "00000004" + "00000003" + "010203041ae1";

    private final FakePluginContext context;
    private final List<byte[]> asked = new ArrayList<>();
    private long connection = 0x1122334455667788L;
    private BiFunction<Integer, ByteBuffer, byte[]> answer = this::answerAll;

    FakeUdpTracker(FakePluginContext context) {
        this.context = context;
    }

    /** @param answering gets the action and the packet, and returns the reply; empty for none */
    FakeUdpTracker answering(BiFunction<Integer, ByteBuffer, byte[]> answering) {
        answer = answering;
        return this;
    }

    FakeUdpTracker silent() {
        return answering((action, packet) -> new byte[0]);
    }

    /** Answers connects, and what comes with the id that it gave last. */
    FakeUdpTracker working() {
        return answering(this::answerAll);
    }

    /** Begins anew: knows no connection id that it gave before. */
    void restart() {
        connection++;
    }

    private byte[] answerAll(int action, ByteBuffer packet) {
        int transaction = packet.getInt(12);
        if (action == 0) {
            return ByteBuffer.allocate(16)
                    .putInt(0)
                    .putInt(transaction)
                    .putLong(connection)
                    .array();
        }
        if (packet.getLong(0) != connection) {
            return error(transaction, "unknown connection");
        }
        return action == 1 ? reply(1, transaction, ONE_PEER) : scraped(packet);
    }

    private static byte[] scraped(ByteBuffer packet) {
        int torrents = (packet.capacity() - 16) / 20;
        return reply(2, packet.getInt(12), "000000050000000600000007".repeat(torrents));
    }

    static byte[] reply(int action, int transaction, String hex) {
        byte[] rest = HexFormat.of().parseHex(hex);
        return ByteBuffer.allocate(8 + rest.length)
                .putInt(action)
                .putInt(transaction)
                .put(rest)
                .array();
    }

    static byte[] error(int transaction, String message) {
        return reply(3, transaction, HexFormat.of().formatHex(message.getBytes(StandardCharsets.UTF_8)));
    }

    /** Lets it answer what it was sent, and what that brings about, until nothing more is sent. */
    void serve() {
        context.time().runReady();
        List<FakeDatagrams.Datagram> sent = context.network().datagrams().takeSent();
        while (!sent.isEmpty()) {
            sent.forEach(this::serve);
            context.time().runReady();
            sent = context.network().datagrams().takeSent();
        }
    }

    private void serve(FakeDatagrams.Datagram datagram) {
        asked.add(datagram.bytes());
        ByteBuffer packet = ByteBuffer.wrap(datagram.bytes());
        byte[] reply = answer.apply(packet.getInt(8), packet);
        if (reply.length > 0) {
            context.network().datagrams().deliver(datagram.local(), datagram.remote(), reply);
        }
    }

    /** What it was sent, oldest first: {@code connect}, {@code announce} or {@code scrape}. */
    List<String> asked() {
        return asked.stream()
                .map(packet -> List.of("connect", "announce", "scrape")
                        .get(ByteBuffer.wrap(packet).getInt(8)))
                .toList();
    }

    /** The announces that it was sent, oldest first. */
    List<ByteBuffer> announces() {
        return asked.stream()
                .map(ByteBuffer::wrap)
                .filter(packet -> packet.getInt(8) == 1)
                .toList();
    }
}
