package io.spate.kernel.resume;

import static io.spate.api.PieceLayout.BLOCK_LENGTH;

import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.storage.FileStorage;
import io.spate.testkit.SampleTorrent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * A process that downloads, as it were, until it is killed: writes blocks and pieces, records them, takes some back, syncs,
 * and tells of each piece once it is recorded.
 */
final class CrashingProcess {
    static final String STARTED = "started";
    static final String END_OF_LINE = ".";

    private static final int PIECE_LENGTH = 3 * BLOCK_LENGTH;

    private final SampleTorrent torrent = torrent();
    private final TorrentStorage storage;
    private final Journal journal;
    private final ResumeState state;
    private final Random random;
    private final PrintStream out;

    private CrashingProcess(TorrentStorage storage, Resumed resumed, PrintStream out) {
        this.storage = storage;
        this.journal = resumed.journal();
        this.state = resumed.state();
        this.random = new Random(state.have().count());
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        TorrentStorage storage = storage(folder);
        StateDirectory directory = StateDirectory.open(folder.resolve("state"), BootId.ofSystem());
        Resumed resumed = directory.resume(torrent().metainfo(), storage.stamps());
        PrintStream out = System.out;
        out.println(STARTED);
        out.flush();
        new CrashingProcess(storage, resumed, out).run();
    }

    static SampleTorrent torrent() {
        return SampleTorrent.named("crash")
                .file("a", 100 * PIECE_LENGTH + 1)
                .file("b", 7)
                .file("c", 300 * PIECE_LENGTH)
                .build(PIECE_LENGTH, 1);
    }

    static TorrentStorage storage(Path folder) throws IOException {
        return new FileStorage(2).open(new StorageRequest(torrent().metainfo(), folder.resolve("data")));
    }

    static byte[] block(SampleTorrent torrent, int piece, int block) {
        int begin = block * BLOCK_LENGTH;
        return Arrays.copyOfRange(
                torrent.piece(piece), begin, begin + torrent.layout().blockLength(piece, block));
    }

    static byte[] read(TorrentStorage storage, SampleTorrent torrent, int piece, int block) throws IOException {
        byte[] bytes = new byte[torrent.layout().blockLength(piece, block)];
        storage.read(piece, block * BLOCK_LENGTH, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private void run() throws IOException {
        storage.prepare();
        while (true) {
            int piece = random.nextInt(torrent.layout().pieceCount());
            if (!state.have().has(piece)) {
                download(piece);
            }
            if (random.nextInt(10) == 0) {
                journal.sync(storage);
            }
        }
    }

    private void download(int piece) throws IOException {
        if (random.nextBoolean()) {
            writeSomeBlocks(piece);
        }
        if (random.nextBoolean()) {
            storage.write(piece, 0, ByteBuffer.wrap(torrent.piece(piece)));
            journal.verified(piece);
            state.have().set(piece);
            out.println(piece + END_OF_LINE);
            out.flush();
        }
    }

    private void writeSomeBlocks(int piece) throws IOException {
        BitSet blocks = new BitSet();
        for (int block = 0; block < torrent.layout().blockCount(piece); block++) {
            if (random.nextBoolean()) {
                storage.write(piece, block * BLOCK_LENGTH, ByteBuffer.wrap(block(torrent, piece, block)));
                blocks.set(block);
                journal.unfinished(piece, blocks);
            }
        }
    }
}
