package io.spate.benchmarks.swarm;

import io.spate.api.PieceLayout;
import io.spate.api.metainfo.Metainfo;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One peer of a {@link Crowd}: knows as much of BEP 3 as it takes to ask for blocks in their order, and throws them away. */
final class CrowdPeer {
    private static final int HANDSHAKE_LENGTH = 68;
    private static final int BLOCK_LENGTH = 16 * 1024;
    private static final int DEPTH = 16;
    private static final int REQUEST_LENGTH = 17;
    private static final int BLOCK_HEAD = 9;
    private static final byte CHOKE = 0;
    private static final byte UNCHOKE = 1;
    private static final byte INTERESTED = 2;
    private static final byte REQUEST = 6;
    private static final byte BLOCK = 7;
    /** One for all: each read is used up before the next. */
    private static final ByteBuffer INPUT = ByteBuffer.allocateDirect(256 * 1024);

    private final SocketChannel channel;
    private final Metainfo torrent;
    private final int number;
    private final ByteBuffer requests = ByteBuffer.allocateDirect(DEPTH * REQUEST_LENGTH);
    private final byte[] head = new byte[5];
    private int headLength;
    private int toSkip = HANDSHAKE_LENGTH;
    private long nextBlock;
    private int outstanding;
    private boolean isUnchoked;
    private boolean downloads;
    private long received;

    CrowdPeer(SocketChannel channel, Metainfo torrent, int number) {
        this.channel = channel;
        this.torrent = torrent;
        this.number = number;
        this.nextBlock = 64L * number;
    }

    /** On a channel that blocks. */
    void introduce() throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer hello = ByteBuffer.allocate(HANDSHAKE_LENGTH + 5);
        hello.put((byte) 19).put(ascii("BitTorrent protocol")).putLong(0);
        hello.put(torrent.infoHashes().v1().orElseThrow().toBytes());
        hello.put(ascii(String.format(Locale.ROOT, "-XX0000-%012d", number)));
        hello.putInt(1).put(INTERESTED);
        channel.write(hello.flip());
    }

    void download() throws IOException {
        downloads = true;
        ask();
    }

    void read() throws IOException {
        int count = channel.read(INPUT.clear());
        if (count < 0) {
            throw new EOFException("the seeder closed the connection of peer " + number);
        }
        INPUT.flip();
        while (INPUT.hasRemaining()) {
            take();
        }
        ask();
    }

    private void take() {
        if (toSkip > 0) {
            int skipped = Math.min(toSkip, INPUT.remaining());
            INPUT.position(INPUT.position() + skipped);
            toSkip -= skipped;
            return;
        }
        head[headLength++] = INPUT.get();
        int length = ByteBuffer.wrap(head).getInt();
        if (headLength == 4 && length == 0) {
            headLength = 0; // keep-alive
        } else if (headLength == head.length) {
            headLength = 0;
            toSkip = length - 1;
            onMessage(head[4], length);
        }
    }

    private void onMessage(byte id, int length) {
        switch (id) {
            case CHOKE -> {
                isUnchoked = false;
                outstanding = 0;
            }
            case UNCHOKE -> isUnchoked = true;
            case BLOCK -> {
                outstanding--;
                received += length - BLOCK_HEAD;
            }
            default -> {}
        }
    }

    private void ask() throws IOException {
        PieceLayout layout = torrent.layout();
        requests.clear();
        while (downloads && isUnchoked && outstanding < DEPTH) {
            long offset = nextBlock++ * BLOCK_LENGTH % layout.totalLength();
            int piece = layout.pieceAt(offset);
            requests.putInt(REQUEST_LENGTH - 4).put(REQUEST);
            requests.putInt(piece)
                    .putInt((int) (offset - layout.offsetOf(piece)))
                    .putInt(BLOCK_LENGTH);
            outstanding++;
        }
        requests.flip();
        while (requests.hasRemaining()) {
            channel.write(requests);
        }
    }

    long received() {
        return received;
    }

    void close() throws IOException {
        channel.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
