package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PieceLayout;
import io.spate.api.blocks.BlockSink;
import io.spate.api.blocks.BlockSource;
import io.spate.api.blocks.BlockSupply;
import io.spate.api.blocks.TorrentBlocks;
import io.spate.api.session.TorrentView;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.rate.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The sources of blocks of one torrent beside its peers, as plugins come and go. Confined to the torrent's loop. */
final class BlockSources {
    private final TorrentView torrent;
    private final Loop loop;
    private final PieceLayout layout;
    private final PieceDownloads downloads;
    private final Contributions contributions;
    private final RateLimit limit;
    private final Totals totals;
    private final Map<Registered<BlockSource>, Opened> open = new LinkedHashMap<>();
    private Optional<Handle> listening = Optional.empty();

    BlockSources(
            TorrentView torrent,
            Loop loop,
            PieceLayout layout,
            PieceDownloads downloads,
            Contributions contributions,
            RateLimit limit,
            Totals totals) {
        this.torrent = torrent;
        this.loop = loop;
        this.layout = layout;
        this.downloads = downloads;
        this.contributions = contributions;
        this.limit = limit;
        this.totals = totals;
    }

    /** Begins with all that is there, and with what comes. */
    void open() {
        listening =
                Optional.of(contributions.extensions().listen(BlockSource.class, new ExtensionListener<BlockSource>() {
                    @Override
                    public void onAdded(Registered<BlockSource> source) {
                        loop.execute(() -> add(source));
                    }

                    @Override
                    public Future<Void> onRemoved(Registered<BlockSource> source) {
                        Promise<Void> closed = Promise.promise();
                        loop.execute(() -> {
                            remove(source);
                            closed.complete();
                        });
                        return closed.future();
                    }
                }));
    }

    /** Whether no source has anything of this torrent. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    /** There may be something to ask for. */
    void onWork() {
        if (downloads.wantedMissing() > 0) {
            List.copyOf(open.values()).forEach(Opened::onWork);
        }
    }

    /** There may be room for more. */
    void onRoom() {
        open.values().forEach(source -> List.copyOf(source.supplies).forEach(SourceSupply::onRoom));
    }

    void tick(double seconds) {
        open.values().forEach(source -> List.copyOf(source.supplies).forEach(supply -> supply.tick(seconds)));
        onWork();
    }

    /** @return whether the supplier is one of a source, and not a peer */
    boolean onPieceFailed(int piece, BlockSupplier supplier, boolean isToBlame) {
        for (Opened source : List.copyOf(open.values())) {
            for (SourceSupply supply : List.copyOf(source.supplies)) {
                if (supply.supplier() == supplier) {
                    supply.onPieceFailed(piece, isToBlame);
                    return true;
                }
            }
        }
        return supplier.address().scheme().equals(SourceSupply.SCHEME); // closed meanwhile
    }

    void close() {
        listening.ifPresent(Handle::close);
        listening = Optional.empty();
        List.copyOf(open.keySet()).forEach(this::remove);
    }

    private void add(Registered<BlockSource> source) {
        if (listening.isEmpty() || open.containsKey(source)) {
            return;
        }
        Opened opened = new Opened(source.guard());
        opened.blocks =
                source.call("BlockSource.open", each -> each.open(torrent, opened), Optional.<TorrentBlocks>empty());
        if (opened.blocks.isEmpty()) {
            opened.close();
            return;
        }
        open.put(source, opened);
        if (downloads.wantedMissing() > 0) {
            opened.onWork();
        }
    }

    private void remove(Registered<BlockSource> source) {
        Opened removed = open.remove(source);
        if (removed != null) {
            removed.close();
        }
    }

    /** Where it is counted what comes. */
    interface Totals {
        void onDownloaded(int bytes);

        void onWasted(int bytes);

        /** Blocks are free again. */
        void onGivenBack();
    }

    /** What one source has open. */
    private final class Opened implements BlockSink, SourceSupply.Account {
        private final Guard guard;
        private final Set<SourceSupply> supplies = new LinkedHashSet<>();
        private Optional<TorrentBlocks> blocks = Optional.empty();
        private boolean closed;

        private Opened(Guard guard) {
            this.guard = guard;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public BlockSupply supply(String server, Bitfield pieces, BlockSupply.Receiver receiver) {
            if (pieces.size() != layout.pieceCount()) {
                throw new IllegalArgumentException(
                        "pieces: " + pieces.size() + " (expected: " + layout.pieceCount() + ")");
            }
            SourceSupply supply =
                    new SourceSupply(loop, layout, downloads, limit, this, guard, server, pieces, receiver);
            supplies.add(supply);
            if (closed) {
                supply.close();
            }
            return supply;
        }

        private void onWork() {
            blocks.ifPresent(each -> guard.run("TorrentBlocks.onWork", each::onWork));
        }

        private void close() {
            closed = true;
            List.copyOf(supplies).forEach(SourceSupply::close);
            blocks.ifPresent(each -> guard.run("TorrentBlocks.close", each::close));
        }

        @Override
        public void onDownloaded(int bytes) {
            totals.onDownloaded(bytes);
        }

        @Override
        public void onWasted(int bytes) {
            totals.onWasted(bytes);
        }

        @Override
        public void onClosed(SourceSupply supply) {
            supplies.remove(supply);
            totals.onGivenBack();
        }
    }
}
