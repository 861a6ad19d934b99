package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import io.spate.api.session.TorrentView;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.DownloadEvents;
import io.spate.kernel.download.DownloadResources;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerHost;
import io.spate.kernel.platform.DiskTasks;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A torrent while it exchanges pieces with its swarm: its downloads, its picker and its choker, and what passes between them.
 * Made when the data was checked, and gone with the pause or the stop. Confined to the torrent's loop.
 */
final class Exchange implements PeerHost, DownloadEvents {
    private final TorrentServices services;
    private final Loop loop;
    private final PieceLayout layout;
    private final TorrentData data;
    private final TorrentTotals totals;
    private final Events events;
    private final DiskTasks disk;
    private final TorrentPicker picker;
    private final PieceDownloads downloads;
    private final Swarm swarm;
    private final Choking choking;
    private final BlockSources sources;
    private boolean isComplete;

    /** @param have what is verified; owned by this from now on */
    Exchange(
            TorrentServices services,
            TorrentView torrent,
            PieceLayout layout,
            TorrentData data,
            Bitfield have,
            TorrentTotals totals,
            TorrentPolicies policies,
            Swarm swarm,
            Events events) {
        this.services = services;
        this.loop = swarm.loop();
        this.layout = layout;
        this.data = data;
        this.totals = totals;
        this.swarm = swarm;
        this.events = events;
        this.disk = new DiskTasks(services.platform().disk());
        this.picker = policies.openPicker(layout);
        DownloadResources resources = new DownloadResources(
                loop, disk, services.downloadMemory(), data.storage(), data.verifier(), data.log());
        this.downloads = new PieceDownloads(
                layout, have, resources, picker, services.platform().newRandom(), this);
        this.choking = new Choking(
                loop,
                policies.openChoker(layout),
                services.swarm().limits().uploadSlots(),
                swarm.connections(),
                this::isUploadOnly);
        this.sources = new BlockSources(
                torrent,
                loop,
                layout,
                downloads,
                services.contributions(),
                services.downloadLimit(),
                new FromSources());
    }

    /** Says which pieces are wanted, for the first time or anew. @param priorities one a piece, 0..7 */
    void prioritise(byte[] priorities, boolean nothingWanted) {
        totals.onPriorities(priorities, nothingWanted, downloads.have());
        for (int piece = 0; piece < priorities.length; piece++) {
            picker.onPriority(piece, priorities[piece]);
            downloads.prioritise(piece, priorities[piece]);
            if (priorities[piece] > 0 && !nothingWanted) {
                downloads.want(piece);
            } else {
                downloads.unwant(piece);
            }
        }
        isComplete = downloads.wantedMissing() == 0;
    }

    /** Goes on with what an earlier run left unfinished. */
    void restoreUnfinished() {
        data.unfinished().forEach((piece, blocks) -> {
            if (downloads.isWanted(piece) && !downloads.have().has(piece)) {
                downloads.restore(piece, blocks);
            }
        });
    }

    /** Begins with the peers that are connected already. */
    void start() {
        swarm.eachPeer(peer -> peer.exchangePieces(this));
        choking.onSlotsChanged();
    }

    /** Begins to download from elsewhere than peers, too. */
    void openSources() {
        sources.open();
    }

    /** Whether anything may come from elsewhere than peers. */
    boolean hasSources() {
        return !sources.isEmpty();
    }

    /** Which pieces are wanted has changed while peers are connected. */
    void onWantedChanged() {
        sources.onWork();
        swarm.eachPeer(PeerConnection::onWantedChanged);
        if (!isComplete) {
            swarm.onMoreWanted();
        }
    }

    /** All that is wanted is there: what was sought is sought no more. */
    void onFinished() {
        swarm.eachPeer(PeerConnection::onWantedChanged);
        swarm.eachPeer(this::letGoIfUseless);
    }

    void sequential(boolean on) {
        picker.setSequential(on);
        downloads.sequential(on);
    }

    /** Whether all that is wanted is verified. */
    boolean isComplete() {
        return isComplete;
    }

    /** Which pieces are verified. Not to be changed. */
    Bitfield have() {
        return downloads.have();
    }

    /** How many more peers could be put to use. */
    int need() {
        return isComplete ? 0 : swarm.need();
    }

    void onConnected(PeerConnection peer) {
        peer.exchangePieces(this);
    }

    void onClosed() {
        choking.onSlotsChanged();
        // Blocks that were asked of that peer are free again.
        loop.execute(this::refillAll);
    }

    void tick(double seconds) {
        downloads.tick();
        sources.tick(seconds);
        swarm.tick(seconds);
        choking.tick();
    }

    /** Has it recorded what is in storage of unfinished pieces. */
    void recordUnfinished() {
        downloads.recordUnfinished();
    }

    /** After all peers were closed: writes and records what is unfinished. Completes when no disk thread works for this any more. */
    Future<Void> save() {
        sources.close();
        return downloads.close().compose(flushed -> disk.whenIdle());
    }

    // What peers need

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public PieceLayout layout() {
        return layout;
    }

    @Override
    public PieceDownloads downloads() {
        return downloads;
    }

    @Override
    public TorrentPicker picker() {
        return picker;
    }

    @Override
    public TorrentStorage storage() {
        return data.storage();
    }

    @Override
    public Executor disk() {
        return disk;
    }

    @Override
    public BufferPool uploadMemory() {
        return services.uploadMemory();
    }

    @Override
    public RateLimit uploadLimit() {
        return services.uploadLimit();
    }

    @Override
    public PeerSettings limits() {
        return services.swarm().peerLimits();
    }

    @Override
    public boolean isUploadOnly() {
        return isComplete;
    }

    // What peers tell

    @Override
    public void onInterest(PeerConnection peer) {
        choking.onSlotsChanged();
    }

    @Override
    public void onPieces(PeerConnection peer) {
        if (isComplete && peer.isUploadOnly()) {
            loop.execute(() -> letGoIfUseless(peer));
        }
    }

    @Override
    public void onDownloaded(int bytes) {
        totals.onDownloaded(bytes);
        events.onDownloaded();
    }

    @Override
    public void onUploaded(long bytes) {
        totals.onUploaded(bytes);
    }

    @Override
    public void onWasted(int bytes) {
        totals.onWasted(bytes);
    }

    @Override
    public void onReadFailed(PeerConnection peer, String reason) {
        events.onFailed(new IOException(reason));
    }

    // What downloads tell

    @Override
    public void onPieceVerified(int piece) {
        events.onPieceVerified(piece);
        swarm.eachPeer(peer -> peer.sendHave(piece));
        isComplete = downloads.wantedMissing() == 0;
        events.onProgress();
    }

    @Override
    public void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars) {
        events.onPieceFailed(piece, senders.stream().map(BlockSupplier::address).toList());
        for (BlockSupplier sender : senders) {
            boolean isPeer = !sources.onPieceFailed(piece, sender, liars.contains(sender));
            if (isPeer && liars.contains(sender)) {
                swarm.ban(sender.address(), "sent bad data in piece " + piece);
            }
        }
        refillAll();
    }

    @Override
    public void onStorageFailed(IOException failure) {
        events.onFailed(failure);
    }

    @Override
    public void onRoom() {
        sources.onRoom();
        refillAll();
    }

    private void refillAll() {
        if (!isComplete) {
            swarm.refill();
            sources.onWork();
        }
    }

    /** Where neither end wants anything, nothing will pass (BEP 21). */
    private void letGoIfUseless(PeerConnection peer) {
        if (isComplete && peer.isUploadOnly() && limits().closeRedundant() && !peer.isClosed()) {
            swarm.onUseless(peer);
        }
    }

    private final class FromSources implements BlockSources.Totals {
        @Override
        public void onDownloaded(int bytes) {
            totals.onDownloaded(bytes);
        }

        @Override
        public void onWasted(int bytes) {
            totals.onWasted(bytes);
        }

        @Override
        public void onGivenBack() {
            loop.execute(Exchange.this::refillAll);
        }
    }

    /** What the torrent hears. Called on its loop. */
    interface Events {
        void onPieceVerified(int piece);

        void onPieceFailed(int piece, List<PeerAddress> senders);

        /** A block came. */
        void onDownloaded();

        /** There is more than before: perhaps all that is wanted. */
        void onProgress();

        /** Storage failed, or the journal. */
        void onFailed(IOException failure);
    }
}
