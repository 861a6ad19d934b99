package io.spate.kernel.torrent;

import io.spate.api.Bitfield;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.check.CheckProgress;
import io.spate.kernel.check.HashCheck;
import io.spate.kernel.check.PieceVerifier;
import io.spate.kernel.check.Sha1Verifier;
import io.spate.kernel.download.PieceLog;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.resume.Journal;
import io.spate.kernel.resume.ResumeState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A torrent's storage and its journal, put to work on disk threads. */
public final class StoredData implements TorrentData {
    private static final Logger log = LoggerFactory.getLogger(StoredData.class);

    private final Platform platform;
    private final Metainfo metainfo;
    private final TorrentStorage storage;
    private final Optional<Journal> journal;
    private final ResumeState state;
    private final PieceVerifier verifier;
    private volatile Optional<HashCheck> check = Optional.empty();

    /**
     * @param journal none if nothing of the torrent survives the session
     * @param state what the journal said
     */
    public StoredData(
            Platform platform,
            Metainfo metainfo,
            TorrentStorage storage,
            Optional<Journal> journal,
            ResumeState state) {
        this.platform = platform;
        this.metainfo = metainfo;
        this.storage = storage;
        this.journal = journal;
        this.state = state;
        this.verifier = new Sha1Verifier(metainfo);
    }

    @Override
    public TorrentStorage storage() {
        return storage;
    }

    @Override
    public PieceVerifier verifier() {
        return verifier;
    }

    @Override
    public PieceLog log() {
        return new PieceLog() {
            @Override
            public void verified(int piece) throws IOException {
                if (journal.isPresent()) {
                    journal.get().verified(piece);
                }
            }

            @Override
            public void unfinished(int piece, BitSet blocks) throws IOException {
                if (journal.isPresent()) {
                    journal.get().unfinished(piece, blocks);
                }
            }
        };
    }

    @Override
    public Bitfield vouched() {
        return state.have().copy();
    }

    @Override
    public Bitfield doubtful() {
        return state.doubtful().copy();
    }

    @Override
    public Map<Integer, BitSet> unfinished() {
        return new TreeMap<>(state.partials());
    }

    @Override
    public Future<Bitfield> compare(Bitfield pieces, LongConsumer progress) {
        AtomicLong done = new AtomicLong();
        CheckProgress recorded = (piece, matches) -> {
            if (matches && journal.isPresent()) {
                journal.get().verified(piece);
            }
            progress.accept(done.addAndGet(metainfo.layout().lengthOf(piece)));
        };
        HashCheck comparing = new HashCheck(storage, metainfo.layout(), verifier, pieces, recorded);
        check = Optional.of(comparing);
        return onDisk(() -> {
                    if (journal.isPresent()) {
                        journal.get().doubt(pieces);
                    }
                })
                .compose(doubted ->
                        comparing.start(platform.disk(), Runtime.getRuntime().availableProcessors()))
                .compose(right -> onDisk(() -> recordWrong(pieces, right)).map(recordedAll -> right));
    }

    @Override
    public void stopComparing() {
        check.ifPresent(HashCheck::cancel);
    }

    @Override
    public Future<Void> prepare() {
        return onDisk(storage::prepare);
    }

    @Override
    public Future<Void> sync() {
        return onDisk(this::syncNow).recover(failure -> {
            log.warn("{}: cannot be made safe from a power loss: {}", metainfo.name(), failure.getMessage());
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Void> close() {
        return onDisk(() -> {
            try {
                if (journal.isPresent()) {
                    journal.get().close(storage.stamps());
                }
            } finally {
                storage.close();
            }
        });
    }

    private void syncNow() throws IOException {
        if (journal.isPresent()) {
            journal.get().sync(storage);
        }
    }

    private void recordWrong(Bitfield compared, Bitfield right) throws IOException {
        if (journal.isPresent()) {
            Bitfield wrong = compared.copy();
            for (int piece = right.nextSet(0); piece >= 0; piece = right.nextSet(piece + 1)) {
                wrong.clear(piece);
            }
            for (int piece = wrong.nextSet(0); piece >= 0; piece = wrong.nextSet(piece + 1)) {
                journal.get().unverified(piece);
            }
        }
    }

    private Future<Void> onDisk(DiskWork work) {
        Promise<Void> done = Promise.promise();
        platform.disk().execute(() -> {
            try {
                work.run();
                done.complete();
            } catch (IOException | RuntimeException | Error e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private interface DiskWork {
        void run() throws IOException;
    }
}
