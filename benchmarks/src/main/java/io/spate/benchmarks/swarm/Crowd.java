package io.spate.benchmarks.swarm;

import io.spate.api.metainfo.Metainfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;

/** Peers that have nothing, each a bare socket, all on the thread that calls {@link #run}. */
final class Crowd implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<CrowdPeer> peers = new ArrayList<>();

    Crowd(InetSocketAddress seeder, Metainfo torrent, int count) throws IOException {
        for (int number = 0; number < count; number++) {
            SocketChannel channel = SocketChannel.open(seeder);
            CrowdPeer peer = new CrowdPeer(channel, torrent, number);
            peers.add(peer);
            peer.introduce();
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, peer);
        }
    }

    /** From now on all of them ask for blocks, and for another with each that comes. */
    void download() throws IOException {
        for (CrowdPeer peer : peers) {
            peer.download();
        }
    }

    void run(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            selector.select(left);
            for (SelectionKey key : selector.selectedKeys()) {
                ((CrowdPeer) key.attachment()).read();
            }
            selector.selectedKeys().clear();
        }
    }

    /** Bytes of blocks, of all peers. */
    long received() {
        return peers.stream().mapToLong(CrowdPeer::received).sum();
    }

    /** What the peer that got least got, beside the mean of all. */
    double slowest() {
        LongSummaryStatistics received =
                peers.stream().mapToLong(CrowdPeer::received).summaryStatistics();
        return received.getMin() / received.getAverage();
    }

    @Override
    public void close() throws IOException {
        for (CrowdPeer peer : peers) {
            peer.close();
        }
        selector.close();
    }
}
