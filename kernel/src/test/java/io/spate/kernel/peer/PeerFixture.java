package io.spate.kernel.peer;

import io.netty.buffer.Unpooled;
import io.spate.api.Bitfield;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.PieceLayout;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.peer.PeerMessage;
import io.spate.api.policy.TorrentPicker;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.download.BlockSupplier;
import io.spate.kernel.download.DownloadEvents;
import io.spate.kernel.download.DownloadResources;
import io.spate.kernel.download.PieceDownloads;
import io.spate.kernel.download.PieceLog;
import io.spate.kernel.download.RecordingStorage;
import io.spate.kernel.picker.RarestFirst;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import io.spate.testkit.SampleTorrent;
import io.spate.testkit.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** One peer of a small torrent, in virtual time: a connection of ours, and the test at the other end. */
final class PeerFixture implements ConnectionHost, PeerHost, DownloadEvents, PieceLog {
    static final int BLOCK = PieceLayout.BLOCK_LENGTH;
    static final int PIECES = 8;
    static final int MAX_INCOMING = 100;
    private static final int MIB = 1024 * 1024;

    final VirtualTime time = new VirtualTime();
    final SampleTorrent torrent =
            SampleTorrent.named("sample").file("file", PIECES * 4 * BLOCK).build(4 * BLOCK, 1);
    final RecordingStorage storage = new RecordingStorage(torrent);
    final BufferPool uploadMemory = new BufferPool(4 * MIB);
    final BufferPool downloadMemory = new BufferPool(4 * MIB);
    final RateLimit downloadLimit = new RateLimit(0);
    final TorrentPicker picker;
    final PieceDownloads downloads;
    final List<CloseReason> closed = new ArrayList<>();
    final List<String> readFailures = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    final List<OpenProtocol> protocols = new ArrayList<>();
    final List<OpenHook> hooks = new ArrayList<>();
    boolean uploadOnly;
    /** Whether pieces are exchanged with new peers from the start. */
    boolean exchanges = true;

    int wasted;
    private int numbers;

    /** @param had pieces that we have from the start */
    PeerFixture(int had) {
        picker = new RarestFirst().open(layout(), new SplittableRandom(2));
        picker.setSequential(true);
        Bitfield have = new Bitfield(PIECES);
        for (int piece = 0; piece < had; piece++) {
            have.set(piece);
            for (int block = 0; block < 4; block++) {
                storage.fill(piece, block);
            }
        }
        DownloadResources resources = new DownloadResources(
                time.loop(), disk(), downloadMemory, storage, new Sha1Verifier(torrent.metainfo()), this);
        downloads = new PieceDownloads(layout(), have, resources, picker, new SplittableRandom(3), this);
        for (int piece = 0; piece < PIECES; piece++) {
            downloads.want(piece);
        }
        uploadOnly = had == PIECES;
    }

    Peer fastPeer() {
        return new Peer(ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST));
    }

    /** One that dialled us. */
    Peer incomingPeer() {
        return new Peer(ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST), true);
    }

    /** One that knows no rejects, but extended messages. */
    Peer peerWithoutFast() {
        return new Peer(ReservedBits.of(ReservedBit.EXTENSION_PROTOCOL));
    }

    Peer plainPeer() {
        return new Peer(ReservedBits.of());
    }

    PeerMessage block(int piece, int begin) {
        byte[] bytes = torrent.piece(piece);
        return new PeerMessage.Piece(piece, begin, Unpooled.wrappedBuffer(bytes, begin, BLOCK));
    }

    /** Gives back all memory. */
    void close() {
        peers.forEach(peer -> peer.connection.close("the test is over"));
        downloads.close();
        time.runReady();
    }

    /** Each second is one, as for a torrent. */
    void pass(int seconds, Peer... peers) {
        for (int i = 0; i < seconds; i++) {
            time.advance(Duration.ofSeconds(1));
            for (Peer peer : peers) {
                peer.connection.tick(1);
            }
            time.runReady();
        }
    }

    @Override
    public Loop loop() {
        return time.loop();
    }

    @Override
    public PieceLayout layout() {
        return torrent.layout();
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
        return storage;
    }

    @Override
    public Executor disk() {
        return time.loop()::execute;
    }

    @Override
    public BufferPool uploadMemory() {
        return uploadMemory;
    }

    @Override
    public RateLimit downloadLimit() {
        return downloadLimit;
    }

    @Override
    public RateLimit uploadLimit() {
        return new RateLimit(0);
    }

    @Override
    public PeerSettings limits() {
        return new PeerSettings(
                Duration.ofSeconds(3),
                500,
                MAX_INCOMING,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                100,
                Duration.ofSeconds(60),
                3,
                true);
    }

    @Override
    public String userAgent() {
        return "Spate/test";
    }

    @Override
    public int listenPort() {
        return 6881;
    }

    @Override
    public List<OpenProtocol> protocols() {
        return protocols;
    }

    @Override
    public List<OpenHook> hooks() {
        return hooks;
    }

    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        return Map.of();
    }

    @Override
    public boolean isUploadOnly() {
        return uploadOnly;
    }

    @Override
    public void onInterest(PeerConnection peer) {}

    @Override
    public void onPieces(PeerConnection peer) {}

    @Override
    public void onIntroduced(PeerConnection peer, ExtensionHandshake handshake) {}

    @Override
    public void onDownloaded(int bytes) {}

    @Override
    public void onUploaded(long bytes) {}

    @Override
    public void onWasted(int bytes) {
        wasted += bytes;
    }

    @Override
    public void onReadFailed(PeerConnection peer, String reason) {
        readFailures.add(reason);
    }

    @Override
    public void onClosed(PeerConnection peer, CloseReason reason) {
        closed.add(reason);
    }

    @Override
    public void onPieceVerified(int piece) {}

    @Override
    public void onPieceFailed(int piece, List<BlockSupplier> senders, List<BlockSupplier> liars) {}

    @Override
    public void onStorageFailed(IOException failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void onRoom() {}

    @Override
    public void verified(int piece) {}

    @Override
    public void unfinished(int piece, BitSet blocks) {}

    /** Both ends of one connection. */
    final class Peer {
        final FakeLink link;
        final RemotePeer remote;
        final PeerConnection connection;

        private Peer(ReservedBits reserved) {
            this(reserved, false);
        }

        private Peer(ReservedBits reserved, boolean incoming) {
            int number = numbers++;
            PeerAddress address = new PeerAddress(PeerAddress.IP, "10.0.0." + (number + 1), 6881);
            link = new FakeLink(time.loop(), address, incoming);
            remote = new RemotePeer(link);
            Handshake handshake = new Handshake(
                    reserved, torrent.metainfo().infoHashes().best(), PeerId.random("-XX0000-", new Random(number)));
            connection = new PeerConnection(number, PeerFixture.this, link, handshake, "test");
            peers.add(this);
            if (exchanges) {
                connection.exchangePieces(PeerFixture.this);
            }
            connection.start();
        }

        /** The peer has everything and lets us ask. */
        Peer seedsAndUnchokes() {
            remote.says(PeerMessage.Signal.HAVE_ALL, PeerMessage.Signal.UNCHOKE);
            return this;
        }

        /** The first bytes of the first request that it heard are on their way. */
        void begins(int piece, int begin) {
            remote.begins(block(piece, begin), 100);
        }
    }
}
