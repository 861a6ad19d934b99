package io.spate.benchmarks.swarm;

import io.spate.api.metainfo.Metainfo;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;

/** One seeder of a {@link SeedingCrowd}: knows as much of BEP 3 as it takes to answer requests, all of them, in their order. */
final class CrowdSeeder {
    private static final int HANDSHAKE_LENGTH = 68;
    private static final int PREFIX = 4;
    private static final int BLOCK_HEAD = 13;
    private static final int LONGEST_BLOCK = 16 * 1024;
    private static final int OUTPUT_LENGTH = 16 * (LONGEST_BLOCK + BLOCK_HEAD);
    private static final byte UNCHOKE = 1;
    private static final byte BITFIELD = 5;
    private static final byte REQUEST = 6;
    private static final byte BLOCK = 7;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final GeneratedContent content;
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer output = ByteBuffer.allocateDirect(OUTPUT_LENGTH);
    private final Queue<Wanted> wanted = new ArrayDeque<>();
    private boolean isGreeted;
    private long asked;

    /** @param channel just accepted */
    CrowdSeeder(SocketChannel channel, Selector selector, GeneratedContent content, Metainfo torrent, int number)
            throws IOException {
        this.channel = channel;
        this.content = content;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        introduce(torrent, number);
        this.key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, this);
    }

    private void introduce(Metainfo torrent, int number) {
        output.put((byte) 19).put(ascii("BitTorrent protocol")).putLong(0);
        output.put(torrent.infoHashes().v1().orElseThrow().toBytes());
        output.put(ascii(String.format(Locale.ROOT, "-XX0000-%012d", number)));
        byte[] all = allOf(torrent.layout().pieceCount());
        output.putInt(1 + all.length).put(BITFIELD).put(all);
        output.putInt(1).put(UNCHOKE).flip();
    }

    private static byte[] allOf(int pieces) {
        byte[] bits = new byte[(pieces + 7) / 8];
        for (int piece = 0; piece < pieces; piece++) {
            bits[piece / 8] |= (byte) (0x80 >> piece % 8);
        }
        return bits;
    }

    /** Reads or writes what it can. */
    void onReady() throws IOException {
        if (key.isReadable() && channel.read(input) < 0) {
            channel.close();
            return;
        }
        input.flip();
        while (takeMessage()) {}
        input.compact();
        send();
    }

    private boolean takeMessage() {
        if (!isGreeted) {
            isGreeted = input.remaining() >= HANDSHAKE_LENGTH;
            input.position(isGreeted ? HANDSHAKE_LENGTH : 0);
            return isGreeted;
        }
        if (input.remaining() < PREFIX || input.remaining() < PREFIX + input.getInt(input.position())) {
            return false;
        }
        int length = input.getInt();
        int end = input.position() + length;
        if (length > 0 && input.get() == REQUEST) {
            Wanted block = new Wanted(input.getInt(), input.getInt(), input.getInt());
            wanted.add(block);
            asked += block.length;
        }
        input.position(end);
        return true;
    }

    /** Bytes of blocks that it was asked for. */
    long asked() {
        return asked;
    }

    private void send() throws IOException {
        boolean isFull = false;
        while (!isFull && (output.hasRemaining() || !wanted.isEmpty())) {
            if (!output.hasRemaining()) {
                fill();
            }
            channel.write(output);
            isFull = output.hasRemaining();
        }
        key.interestOps(isFull ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void fill() {
        output.clear();
        while (!wanted.isEmpty() && output.remaining() >= LONGEST_BLOCK + BLOCK_HEAD) {
            Wanted next = wanted.remove();
            output.putInt(BLOCK_HEAD - PREFIX + next.length).put(BLOCK);
            output.putInt(next.piece).putInt(next.begin);
            output.limit(output.position() + next.length);
            content.read(next.piece, next.begin, output);
            output.limit(output.capacity());
        }
        output.flip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Wanted(int piece, int begin, int length) {}
}
