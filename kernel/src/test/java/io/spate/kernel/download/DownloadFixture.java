package io.spate.kernel.download;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.picker.RarestFirst;
import io.spate.testkit.SampleTorrent;
import io.spate.testkit.VirtualTime;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The downloads of one small torrent, with a disk that works when it is told to, and suppliers without peers. */
final class DownloadFixture implements DownloadEvents, PieceLog {
    static final int BLOCK = PieceLayout.BLOCK_LENGTH;

    final VirtualTime time = new VirtualTime();
    final SampleTorrent torrent;
    final PieceLayout layout;
    final BufferPool memory;
    final RecordingStorage storage;
    final TorrentPicker picker;
    final PieceDownloads downloads;
    final Deque<Runnable> disk = new ArrayDeque<>();

    final List<Integer> verified = new ArrayList<>();
    final List<Integer> failed = new ArrayList<>();
    final List<BlockSupplier> banned = new ArrayList<>();
    final List<IOException> storageFailures = new ArrayList<>();
    final List<Integer> recorded = new ArrayList<>();
    final Map<Integer, BitSet> unfinished = new LinkedHashMap<>();
    int rooms;
    private int suppliers;

    DownloadFixture(int pieces, int pieceLength, long memory) {
        this.torrent =
                SampleTorrent.named("sample").file("file", pieces * pieceLength).build(pieceLength, 1);
        this.layout = torrent.layout();
        this.memory = new BufferPool(memory);
        this.storage = new RecordingStorage(torrent);
        this.picker = new RarestFirst().open(layout, new SplittableRandom(2));
        this.picker.setSequential(true);
        DownloadResources resources = new DownloadResources(
                time.loop(), disk::add, this.memory, storage, new Sha1Verifier(torrent.metainfo()), this);
        this.downloads = new PieceDownloads(
                layout, new Bitfield(layout.pieceCount()), resources, picker, new SplittableRandom(3), this);
    }

    DownloadFixture wantAll() {
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            downloads.want(piece);
        }
        return this;
    }

    /** Does all that waits for the disk, and what follows from it. */
    void runDisk() {
        time.runReady();
        while (!disk.isEmpty()) {
            disk.poll().run();
            time.runReady();
        }
    }

    void close() {
        downloads.close();
        runDisk();
    }

    Supplier seed() {
        return new Supplier(Bitfield.full(layout.pieceCount()));
    }

    @Override
    public void onPieceVerified(int piece) {
        verified.add(piece);
    }

    @Override
    public void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars) {
        failed.add(piece);
        banned.addAll(liars);
    }

    @Override
    public void onStorageFailed(IOException failure) {
        storageFailures.add(failure);
    }

    @Override
    public void onRoom() {
        rooms++;
    }

    @Override
    public void verified(int piece) {
        recorded.add(piece);
    }

    @Override
    public void unfinished(int piece, BitSet blocks) {
        unfinished.put(piece, (BitSet) blocks.clone());
    }

    record Request(int piece, int begin, int length) {}

    /** One who delivers what the test says. */
    final class Supplier implements BlockSupplier.Outstanding {
        final Bitfield pieces;
        final BlockSupplier supplier;
        final Deque<Request> requests = new ArrayDeque<>();
        final List<Request> cancelled = new ArrayList<>();

        /** How many blocks it is asked for when it is its turn to take memory; none while it chokes us. */
        int asksOnRoom;

        Supplier(Bitfield pieces) {
            this.pieces = pieces;
            this.supplier =
                    new BlockSupplier(new PeerAddress(PeerAddress.IP, "10.0.0." + ++suppliers, 1), pieces, this);
            downloads.add(supplier);
        }

        int ask(int count) {
            return downloads.pick(
                    supplier, count, (piece, begin, length) -> requests.add(new Request(piece, begin, length)));
        }

        /** Delivers the oldest request. */
        boolean deliver() {
            Request request = requests.remove();
            start(request);
            return finish(request);
        }

        void deliverAll() {
            while (!requests.isEmpty()) {
                deliver();
            }
        }

        boolean deliverBad() {
            Request request = requests.remove();
            start(request);
            pass(Unpooled.wrappedBuffer(new byte[request.length()]));
            return end();
        }

        /** The first bytes of the oldest request arrive. */
        Request startOne() {
            Request request = requests.remove();
            start(request);
            pass(Unpooled.wrappedBuffer(torrent.piece(request.piece()), request.begin(), 100));
            return request;
        }

        boolean finishOne(Request request) {
            pass(Unpooled.wrappedBuffer(torrent.piece(request.piece()), request.begin() + 100, request.length() - 100));
            return end();
        }

        void giveBackAll() {
            while (!requests.isEmpty()) {
                Request request = requests.remove();
                downloads.onRequestEnded(request.piece(), request.begin());
            }
        }

        /** The connection ends, whatever is under way. */
        void leave() {
            downloads.abortBlock(supplier);
            giveBackAll();
            downloads.remove(supplier);
        }

        private void start(Request request) {
            downloads.startBlock(supplier, request.piece(), request.begin(), request.length());
        }

        private boolean finish(Request request) {
            pass(Unpooled.wrappedBuffer(torrent.piece(request.piece()), request.begin(), request.length()));
            return end();
        }

        private void pass(ByteBuf bytes) {
            downloads.onBlockBytes(supplier, bytes, bytes.readableBytes());
        }

        private boolean end() {
            return downloads.endBlock(supplier);
        }

        @Override
        public boolean isEmpty() {
            return requests.isEmpty();
        }

        @Override
        public void onRoom() {
            if (asksOnRoom > 0) {
                ask(asksOnRoom);
            }
        }

        @Override
        public void cancel(int piece, int begin) {
            requests.stream()
                    .filter(each -> each.piece() == piece && each.begin() == begin)
                    .findFirst()
                    .ifPresent(this::cancel);
        }

        @Override
        public void cancelPiece(int piece) {
            List.copyOf(requests).stream().filter(each -> each.piece() == piece).forEach(this::cancel);
        }

        private void cancel(Request request) {
            requests.remove(request);
            cancelled.add(request);
            downloads.onRequestEnded(request.piece(), request.begin());
        }
    }
}
