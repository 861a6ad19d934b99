package io.spate.swarm;

import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The other end of a connection, over a plain socket: speaks BEP 3 as its user says, wrongly too. Blocks; for one reader and
 * one writer.
 */
final class FakePeer implements AutoCloseable {
    static final int CHOKE = 0;
    static final int UNCHOKE = 1;
    static final int INTERESTED = 2;
    static final int HAVE = 4;
    static final int BITFIELD = 5;
    static final int REQUEST = 6;
    static final int PIECE = 7;
    static final int CANCEL = 8;
    static final int HAVE_ALL = 14;
    static final int HAVE_NONE = 15;
    static final int REJECT = 16;

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final byte[] PROTOCOL = "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);
    /** The last reserved byte (BEP 6). */
    private static final byte FAST = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private boolean fast;

    private FakePeer(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /**
     * Connects, and shakes hands.
     *
     * @param host of this end, so that a ban hits nobody else
     */
    static FakePeer dial(TestSession session, String host, InfoHash torrent, boolean fast) throws IOException {
        FakePeer peer = connect(session, host);
        peer.sendHandshake(torrent, fast);
        peer.readHandshake();
        return peer;
    }

    /** Connects, and says nothing. */
    static FakePeer connect(TestSession session, String host) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        socket.connect(session.address().socketAddress().orElseThrow(), TIMEOUT_MILLIS);
        return new FakePeer(socket);
    }

    /** Somebody dialled; shakes hands. */
    static FakePeer accepted(Socket socket, InfoHash torrent, boolean fast) throws IOException {
        FakePeer peer = new FakePeer(socket);
        peer.readHandshake();
        peer.sendHandshake(torrent, fast);
        return peer;
    }

    /** This end, as the other sees it. */
    PeerAddress address() {
        return PeerAddress.ip(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** Whether both ends have the fast extension. */
    boolean isFast() {
        return fast;
    }

    void sendHandshake(InfoHash torrent, boolean withFast) throws IOException {
        fast = withFast;
        ByteBuffer handshake = ByteBuffer.allocate(68).put(PROTOCOL);
        handshake.put(27, withFast ? FAST : 0).position(28);
        handshake.put(torrent.toBytes());
        handshake.put(("-FK0001-" + String.format("%012d", socket.getLocalPort())).getBytes(StandardCharsets.US_ASCII));
        sendRaw(handshake.array());
    }

    void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a message whose payload is these numbers. */
    void send(int id, int... numbers) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            payload.putInt(number);
        }
        send(id, payload.array());
    }

    void send(int id, byte[] payload) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(5 + payload.length);
        sendRaw(message.putInt(1 + payload.length).put((byte) id).put(payload).array());
    }

    void sendBlock(int piece, int begin, byte[] bytes) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(13 + bytes.length);
        message.putInt(9 + bytes.length).put((byte) PIECE).putInt(piece).putInt(begin);
        sendRaw(message.put(bytes).array());
    }

    /** The next message that is no keep-alive. Fails with {@link EOFException} when the other end has closed. */
    Message read() throws IOException {
        int length = in.readInt();
        while (length == 0) {
            length = in.readInt();
        }
        int id = in.readUnsignedByte();
        return new Message(id, ByteBuffer.wrap(in.readNBytes(length - 1)));
    }

    /** Reads until this message comes. */
    Message readUntil(int id) throws IOException {
        Message message = read();
        while (message.id() != id) {
            message = read();
        }
        return message;
    }

    /** Reads until the other end closes. */
    void readToEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                in.skipNBytes(in.available());
            }
        } catch (SocketException e) {
            // It closed while something of ours was unread: that is an end, too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void readHandshake() throws IOException {
        byte[] handshake = new byte[68];
        in.readFully(handshake);
        fast &= (handshake[27] & FAST) != 0;
    }

    /** @param payload without the id */
    record Message(int id, ByteBuffer payload) {
        int number(int index) {
            return payload.getInt(4 * index);
        }
    }
}
