package io.spate.benchmarks;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.Session;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.SessionBuilder;
import io.spate.kernel.Spate;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One session of {@link ManyTorrents}, in a process of its own: {@code prepare|measure FOLDER COUNT}. */
final class IdleSession {
    private static final int PIECE_LENGTH = 16 * 1024;
    private static final int PIECES = 64;
    private static final long SETTLE_MILLIS = 3000;
    private static final long MEASURED_MILLIS = 20_000;
    private static final long PATIENCE_SECONDS = 120;

    private final Path data;
    private final SessionBuilder builder;

    private IdleSession(Path folder) {
        this.data = folder.resolve("data");
        this.builder = Spate.session()
                .listen(List.of())
                .stateDirectory(folder.resolve("state"))
                .rememberTorrents();
    }

    public static void main(String[] args) throws Exception {
        IdleSession session = new IdleSession(Path.of(args[1]));
        int count = Integer.parseInt(args[2]);
        if (args[0].equals("prepare")) {
            session.prepare(count);
        } else {
            System.out.println(session.measure(count).line());
        }
    }

    /** Adds torrents, whose files are zeros that take no place, has them checked and saved, and ends. */
    private void prepare(int count) throws Exception {
        try (Session session = await(builder.start())) {
            List<TorrentHandle> added = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                added.add(await(session.add(AddTorrent.of(torrent(number), data).onlyToSeed())));
            }
            for (TorrentHandle torrent : added) {
                await(torrent.whenChecked());
            }
        }
    }

    private IdleFigures measure(int count) throws Exception {
        long start = System.nanoTime();
        try (Session session = await(builder.start())) {
            if (session.torrents().size() != count) {
                throw new IOException("torrents: " + session.torrents().size() + " (expected: " + count + ")");
            }
            for (TorrentHandle torrent : session.torrents()) {
                await(torrent.whenFinished());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Thread.sleep(SETTLE_MILLIS);
            double cpu = cpu();
            return new IdleFigures(
                    seconds, heap(), cpu, ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    private static double cpu() throws InterruptedException {
        com.sun.management.OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        long start = System.nanoTime();
        Thread.sleep(MEASURED_MILLIS);
        return (double) (system.getProcessCpuTime() - before) / (System.nanoTime() - start);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Metainfo torrent(int number) throws IOException, NoSuchAlgorithmException {
        String name = "file-" + number;
        data.toFile().mkdirs();
        try (RandomAccessFile file = new RandomAccessFile(data.resolve(name).toFile(), "rw")) {
            file.setLength((long) PIECES * PIECE_LENGTH);
        }
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(new byte[PIECE_LENGTH]);
        byte[] hashes = new byte[PIECES * hash.length];
        for (int piece = 0; piece < PIECES; piece++) {
            System.arraycopy(hash, 0, hashes, piece * hash.length, hash.length);
        }
        BencodeDictionary info = BencodeDictionary.builder()
                .put("length", (long) PIECES * PIECE_LENGTH)
                .put("name", name)
                .put("piece length", PIECE_LENGTH)
                .put("pieces", hashes)
                .build();
        return Spate.readTorrent(
                Bencode.write(BencodeDictionary.builder().put("info", info).build()), name);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
