package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PieceLayout;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.policy.TorrentPicker;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.DownloadEvents;
import io.spate.kernel.download.DownloadResources;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.peer.CloseReason;
import io.spate.kernel.peer.OpenHook;
import io.spate.kernel.peer.OpenProtocol;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.peer.PeerHost;
import io.spate.kernel.platform.DiskTasks;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A torrent while it exchanges pieces: its swarm, its downloads, its picker and its choker, and what passes between them. Made
 * when the data was checked, and gone with the pause or the stop. Confined to the torrent's loop.
 */
final class Exchange implements PeerHost, DownloadEvents {
    private final TorrentServices services;
    private final Loop loop;
    private final PieceLayout layout;
    private final TorrentData data;
    private final TorrentTotals totals;
    private final Protocols protocols;
    private final MessageHooks hooks;
    private final Events events;
    private final DiskTasks disk;
    private final TorrentPicker picker;
    private final PieceDownloads downloads;
    private final Swarm swarm;
    private final Choking choking;
    private int peerNumbers;
    private boolean isComplete;

    /** @param have what is verified; owned by this from now on */
    Exchange(
            TorrentServices services,
            TorrentRef ref,
            TorrentData data,
            Bitfield have,
            TorrentTotals totals,
            Protocols protocols,
            MessageHooks hooks,
            TorrentPolicies policies,
            Events events) {
        this.services = services;
        this.loop = ref.loop();
        this.layout = ref.layout();
        this.data = data;
        this.totals = totals;
        this.protocols = protocols;
        this.hooks = hooks;
        this.events = events;
        this.disk = new DiskTasks(services.platform().disk());
        this.picker = policies.openPicker(layout);
        DownloadResources resources = new DownloadResources(
                loop, disk, services.downloadMemory(), data.storage(), data.verifier(), data.log());
        this.downloads = new PieceDownloads(
                layout, have, resources, picker, services.platform().newRandom(), this);
        this.swarm = new Swarm(ref, loop, services.swarm(), this::reserved, this::newConnection);
        this.choking = new Choking(
                loop,
                policies.openChoker(layout),
                services.swarm().limits().uploadSlots(),
                swarm.connections(),
                this::isUploadOnly);
    }

    /** Says which pieces are wanted, for the first time or anew. @param priorities one a piece, 0..7 */
    void prioritise(byte[] priorities, boolean nothingWanted) {
        totals.onPriorities(priorities, nothingWanted, downloads.have());
        for (int piece = 0; piece < priorities.length; piece++) {
            picker.onPriority(piece, priorities[piece]);
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

    /** Which pieces are wanted has changed while peers are connected. */
    void onWantedChanged() {
        eachPeer(PeerConnection::onWantedChanged);
        swarm.onMoreWanted();
    }

    /** All that is wanted is there: what was sought is sought no more. */
    void onFinished() {
        eachPeer(PeerConnection::onWantedChanged);
        eachPeer(this::letGoIfUseless);
    }

    void sequential(boolean on) {
        picker.setSequential(on);
    }

    /** Whether all that is wanted is verified. */
    boolean isComplete() {
        return isComplete;
    }

    /** Which pieces are verified. Not to be changed. */
    Bitfield have() {
        return downloads.have();
    }

    /** The connected peers. Not to be kept. */
    List<PeerConnection> peers() {
        return swarm.connections();
    }

    int known() {
        return swarm.known();
    }

    /** How many more peers could be put to use. */
    int need() {
        return isComplete ? 0 : swarm.need();
    }

    void onFound(Collection<FoundPeer> peers, String source) {
        swarm.onFound(peers, source);
    }

    void onWithdrawn(String source) {
        swarm.onWithdrawn(source);
    }

    /** @param early taken over */
    void onIncoming(PeerLink link, HandshakeDecoder decoder, ByteBuf early) {
        swarm.onIncoming(link, decoder, early);
    }

    /** On a copy: a call may close a connection. */
    void eachPeer(Consumer<PeerConnection> call) {
        List.copyOf(swarm.connections()).forEach(call);
    }

    void tick(double seconds) {
        downloads.tick();
        swarm.tick(seconds);
        choking.tick();
    }

    /** Has it recorded what is in storage of unfinished pieces. */
    void recordUnfinished() {
        downloads.recordUnfinished();
    }

    /** Lets peers go. */
    void close(String reason) {
        swarm.close(reason);
    }

    /** Writes and records what is unfinished. Completes when no disk thread works for this any more. */
    Future<Void> save() {
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
    public RateLimit downloadLimit() {
        return services.downloadLimit();
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
    public String userAgent() {
        return services.userAgent();
    }

    @Override
    public int listenPort() {
        return services.contributions().session().listenPort();
    }

    @Override
    public List<OpenProtocol> protocols() {
        return protocols.all();
    }

    @Override
    public List<OpenHook> hooks() {
        return hooks.all();
    }

    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        Map<String, BencodeValue> keys = new LinkedHashMap<>();
        services.contributions()
                .extensions()
                .of(ConnectionUpgrade.class)
                .forEach(upgrade -> keys.putAll(upgrade.call(
                        "ConnectionUpgrade.handshakeKeys",
                        ConnectionUpgrade::handshakeKeys,
                        Map.<String, BencodeValue>of())));
        return keys;
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
        if (isComplete && peer.isSeed()) {
            loop.execute(() -> letGoIfUseless(peer));
        }
    }

    @Override
    public void onIntroduced(PeerConnection peer, ExtensionHandshake handshake) {
        handshake.yourIp().ifPresent(ours -> swarm.onSeenAs(peer, ours, listenPort()));
        swarm.onListening(peer);
    }

    @Override
    public void onDownloaded(int bytes) {
        totals.onDownloaded(bytes);
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

    @Override
    public void onClosed(PeerConnection peer, CloseReason reason) {
        swarm.onClosed(peer, reason);
        choking.onSlotsChanged();
        // Blocks that were asked of this peer are free again.
        loop.execute(this::refillAll);
    }

    // What downloads tell

    @Override
    public void onPieceVerified(int piece) {
        events.onPieceVerified(piece);
        eachPeer(peer -> peer.sendHave(piece));
        isComplete = downloads.wantedMissing() == 0;
        events.onProgress();
    }

    @Override
    public void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars) {
        events.onPieceFailed(piece, senders.stream().map(BlockSupplier::address).toList());
        liars.forEach(liar -> swarm.ban(liar.address(), "sent bad data in piece " + piece));
        refillAll();
    }

    @Override
    public void onStorageFailed(IOException failure) {
        events.onFailed(failure);
    }

    @Override
    public void onRoom() {
        refillAll();
    }

    private PeerConnection newConnection(PeerLink link, Handshake handshake, String source) {
        events.onPeer();
        return new PeerConnection(peerNumbers++, this, link, handshake, source);
    }

    private ReservedBits reserved() {
        return hooks.claimed().with(ReservedBit.EXTENSION_PROTOCOL).with(ReservedBit.FAST);
    }

    private void refillAll() {
        if (!isComplete) {
            swarm.refill();
        }
    }

    /** Where both ends have everything, nothing will ever pass. */
    private void letGoIfUseless(PeerConnection peer) {
        if (isComplete && peer.isSeed() && !peer.isClosed() && downloads.have().isFull()) {
            swarm.onUseless(peer);
        }
    }

    /** What the torrent hears. Called on its loop. */
    interface Events {
        void onPieceVerified(int piece);

        void onPieceFailed(int piece, List<PeerAddress> senders);

        /** There is more than before: perhaps all that is wanted. */
        void onProgress();

        /** A peer is about to be connected. */
        void onPeer();

        /** Storage failed, or the journal. */
        void onFailed(IOException failure);
    }
}
