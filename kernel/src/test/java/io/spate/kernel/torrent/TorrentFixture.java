package io.spate.kernel.torrent;

import io.spate.api.InfoHashes;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.PeerLink;
import io.spate.api.peer.FoundPeer;
import io.spate.api.session.AddTorrent;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentView;
import io.spate.kernel.buffer.BufferPool;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.resume.Transferred;
import io.spate.kernel.settings.LimitSettings;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.settings.PolicySettings;
import io.spate.testkit.FakeSession;
import io.spate.testkit.RecordingAlerts;
import io.spate.testkit.SampleTorrent;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** One torrent in virtual time, with data that the test opens, and a network without peers unless the test brings them. */
public final class TorrentFixture implements Platform, PeerDialer {
    static final int BLOCK = 16 * 1024;
    private static final int MIB = 1024 * 1024;

    public final VirtualTime time = new VirtualTime();
    public final SampleTorrent torrent =
            SampleTorrent.named("sample").file("file", 8 * BLOCK).build(2 * BLOCK, 1);
    public final RecordingAlerts alerts = new RecordingAlerts();
    final Extensions extensions = new Extensions();
    final FakeSession session = new FakeSession();
    final List<String> calls = new ArrayList<>();
    final List<Promise<TorrentData>> opening = new ArrayList<>();
    final KeptMetadata metadata = new KeptMetadata();
    final List<InfoHashes> identities = new ArrayList<>();
    final List<FoundPeer> dialled = new ArrayList<>();
    /** The transports that the dials were limited to. */
    final List<String> dialledBy = new ArrayList<>();

    final List<Promise<PeerLink>> dialling = new ArrayList<>();
    /** Why nobody may be dialled. */
    Optional<String> refusal = Optional.empty();

    /** By how many ways a peer can be dialled. */
    int ways = 1;

    public final ConnectionCount connections = new ConnectionCount(50);
    final List<AddTorrent> kept = new ArrayList<>();
    private final TorrentMemory memory = new TorrentMemory() {
        @Override
        public Transferred before() {
            return new Transferred(1000, 300);
        }

        @Override
        public void keep(AddTorrent now, Transferred total) {
            kept.add(now);
        }
    };
    public final TorrentRef ref;

    public TorrentFixture() {
        this(added -> added);
    }

    TorrentFixture(UnaryOperator<AddTorrent> how) {
        this(how, true);
    }

    TorrentFixture(UnaryOperator<AddTorrent> how, boolean closeRedundant) {
        PeerSettings peers = new PeerSettings(
                Duration.ofSeconds(3),
                500,
                2000,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                100,
                Duration.ofSeconds(60),
                3,
                closeRedundant);
        LimitSettings limits = new LimitSettings(0, 0, 50, 20, 10, 30, 4);
        TorrentServices services = new TorrentServices(
                this,
                new SwarmServices(
                        session.peerId(),
                        this,
                        alerts,
                        time.clock(),
                        peers,
                        limits,
                        connections,
                        new DialBudget(limits)),
                new BufferPool(16 * MIB),
                new BufferPool(16 * MIB),
                new RateLimit(0),
                new RateLimit(0),
                new PolicySettings("rarest-first", "tit-for-tat"),
                (added, metainfo) -> {
                    Promise<TorrentData> data = Promise.promise();
                    calls.add("open");
                    opening.add(data);
                    return data.future();
                },
                metadata,
                new Contributions(extensions, session),
                "Spate/test");
        ref = new TorrentRef(
                services,
                time.loop(),
                how.apply(AddTorrent.of(torrent.metainfo(), Path.of("sample"))),
                (added, hashes) -> identities.add(hashes),
                memory);
    }

    FakeData data(String name) {
        return new FakeData(name, torrent, calls);
    }

    /** Answers the latest opening. */
    FakeData opened(FakeData data) {
        opening.get(opening.size() - 1).complete(data);
        time.runReady();
        return data;
    }

    /** Starts it, up to the exchange of pieces, with nothing there. */
    public void startExchanging() {
        exchanging();
    }

    FakeData exchanging() {
        ref.start();
        time.runReady();
        FakeData data = opened(data("a"));
        data.preparing.complete();
        data.closing.complete();
        time.runReady();
        return data;
    }

    TorrentState state() {
        time.runReady();
        return ref.status().state();
    }

    @Override
    public List<Loop> loops() {
        return List.of(time.loop());
    }

    @Override
    public Executor disk() {
        return time.loop()::execute;
    }

    @Override
    public int diskThreads() {
        return 1;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public RandomGenerator newRandom() {
        return new SplittableRandom(1);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public Dialling dial(TorrentView view, FoundPeer peer, Optional<String> only, Loop loop, Duration timeout) {
        return new FakeDialling(ways, () -> {
            dialled.add(peer);
            dialledBy.add(only.orElse("any"));
            Promise<PeerLink> link = Promise.promise();
            dialling.add(link);
            return link.future();
        });
    }

    @Override
    public Future<List<PeerAddress>> resolve(PeerAddress host) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Optional<String> refusal() {
        return refusal;
    }

    @Override
    public Optional<String> refusal(PeerAddress address, boolean incoming) {
        return refusal;
    }
}
