package io.spate.benchmarks.swarm;

import io.spate.api.metainfo.Metainfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Seeders that are bare sockets, each at a port of its own, for one leecher after another; all on one thread, {@link #run}. */
final class SeedingCrowd implements Runnable, AutoCloseable {
    private final Selector selector = Selector.open();
    private final GeneratedContent content;
    private final Metainfo torrent;
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final List<CrowdSeeder> seeders = new ArrayList<>();

    SeedingCrowd(GeneratedContent content, Metainfo torrent, int count) throws IOException {
        this.content = content;
        this.torrent = torrent;
        for (int i = 0; i < count; i++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
            servers.add(server);
        }
    }

    List<Integer> ports() {
        return servers.stream().map(server -> server.socket().getLocalPort()).toList();
    }

    /** What the least asked of them was asked for, beside the mean of all. Once {@link #run} has ended. */
    double slowest() {
        long[] asked = LongStream.concat(
                        seeders.stream().mapToLong(CrowdSeeder::asked),
                        LongStream.generate(() -> 0).limit(servers.size() - seeders.size())) // nobody came to them
                .toArray();
        return Arrays.stream(asked).min().orElse(0)
                / Arrays.stream(asked).average().orElse(1);
    }

    /** Until {@link #close}. */
    @Override
    public void run() {
        while (selector.isOpen()) {
            try {
                selector.select(this::onReady);
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException("the system refuses to wait for sockets", e);
            }
        }
    }

    private void onReady(SelectionKey key) {
        try {
            if (key.attachment() instanceof CrowdSeeder seeder) {
                seeder.onReady();
            } else {
                ServerSocketChannel server = (ServerSocketChannel) key.channel();
                seeders.add(new CrowdSeeder(server.accept(), selector, content, torrent, seeders.size()));
            }
        } catch (IOException e) {
            key.cancel(); // the leecher is gone
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (ServerSocketChannel server : servers) {
            server.close();
        }
    }
}
