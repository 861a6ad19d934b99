package io.spate.kernel.session;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.metainfo.MetainfoWriter;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.resume.SavedTorrent;
import io.spate.kernel.resume.StateDirectory;
import io.spate.kernel.resume.Transferred;
import io.spate.kernel.torrent.TorrentMemory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The torrents that a session has again after a restart: all that were added and not removed, each as it stood. Changes are
 * written on disk threads, those of one torrent one after the other; of a torrent only the latest waits. Safe for threads.
 */
final class RememberedTorrents {
    private static final Logger log = LoggerFactory.getLogger(RememberedTorrents.class);

    private final Platform platform;
    private final SavedState state;
    private final Alerts alerts;
    private final boolean isOn;
    private final AtomicLong nextNumber = new AtomicLong();
    /** Those whose torrent file is on disk. */
    private final Set<InfoHash> withFile = ConcurrentHashMap.newKeySet();

    // Guarded by this
    private final Map<InfoHash, Change> waiting = new LinkedHashMap<>();
    private final Set<InfoHash> beingWritten = new HashSet<>();
    private Promise<Void> written = Promise.promise();
    private int writers;

    /** @param isOn whether the session remembers its torrents at all */
    RememberedTorrents(Platform platform, SavedState state, Alerts alerts, boolean isOn) {
        this.platform = platform;
        this.state = state;
        this.alerts = alerts;
        this.isOn = isOn;
        written.complete();
    }

    /**
     * What an earlier session had, in the order in which it was added. A torrent that cannot be read is told of by an alert,
     * left where it is, and hinders nobody. Fails with {@code STATE_FAILED} if there is no place to remember anything.
     */
    Future<List<SavedTorrent>> load() {
        if (!isOn) {
            return Future.succeededFuture(List.of());
        }
        Optional<StateDirectory> directory = state.directory();
        if (directory.isEmpty()) {
            return Future.failedFuture(new SpateException(
                    ErrorCode.STATE_FAILED, "torrents are to be remembered, but there is no state directory"));
        }
        return state.onDisk(directory.get()::saved).compose(hashes -> load(directory.get(), hashes));
    }

    /** Each by a task of its own, so that all disk threads read. */
    private Future<List<SavedTorrent>> load(StateDirectory directory, List<InfoHash> hashes) {
        List<Future<Optional<SavedTorrent>>> loading = hashes.stream()
                .map(hash -> state.onDisk(() -> Optional.of(directory.load(hash)))
                        .otherwise(failure -> onDamaged(hash, failure)))
                .toList();
        return Future.join(loading).map(all -> loading.stream()
                .flatMap(each -> each.result().stream())
                .sorted(Comparator.comparingLong(SavedTorrent::number))
                .peek(saved -> nextNumber.accumulateAndGet(saved.number() + 1, Math::max))
                .toList());
    }

    private Optional<SavedTorrent> onDamaged(InfoHash hash, Throwable failure) {
        onFailed(hash, hash.toString(), failure);
        return Optional.empty();
    }

    /** A torrent that was remembered is not there again. */
    void onFailed(InfoHash hash, String name, Throwable failure) {
        String reason = "cannot be restored: " + failure.getMessage();
        log.warn("{}: {}", name, reason);
        if (alerts.wants(AlertCategory.ERROR)) {
            alerts.post(new TorrentFailed(platform.clock().instant(), hash, name, reason));
        }
    }

    /** For a torrent that is new to the session. */
    TorrentMemory memoryOf(AddTorrent torrent) {
        return isOn ? new Memory(nextNumber.getAndIncrement(), Transferred.NOTHING, false) : TorrentMemory.NONE;
    }

    /** For one that was loaded. */
    TorrentMemory memoryOf(SavedTorrent saved) {
        withFile.add(saved.hash());
        return new Memory(saved.number(), saved.before(), true);
    }

    /**
     * The torrent is about to be removed. It is known by the hashes that it was added with; others may have become known since.
     * Completes when nothing is written of it any more.
     */
    Future<Void> drop(InfoHashes torrent) {
        if (!isOn) {
            return Future.succeededFuture();
        }
        List<Future<Void>> dropping = Stream.of(torrent.v1(), torrent.v2())
                .flatMap(Optional::stream)
                .map(hash -> write(hash, Optional.empty()))
                .toList();
        return Future.join(dropping).mapEmpty();
    }

    /** Completes when all that was told up to now is on disk. */
    synchronized Future<Void> whenWritten() {
        return written.future();
    }

    private synchronized Future<Void> write(InfoHash torrent, Optional<SavedTorrent> saved) {
        Change change = new Change(saved, Promise.promise());
        Change overtaken = waiting.put(torrent, change);
        if (overtaken != null) {
            change.written.future().onComplete(overtaken.written);
        }
        if (writers == 0) {
            written = Promise.promise();
        }
        // Together, as most of the time goes by waiting for the disk; but others need the threads, too.
        if (writers < Math.max(1, platform.diskThreads() / 2)) {
            writers++;
            platform.disk().execute(this::writeAll);
        }
        return change.written.future();
    }

    private void writeAll() {
        Optional<Map.Entry<InfoHash, Change>> next;
        while ((next = next()).isPresent()) {
            InfoHash torrent = next.get().getKey();
            Change change = next.get().getValue();
            try {
                writeNow(torrent, change.saved);
            } catch (IOException | RuntimeException | Error e) {
                log.warn("{}: cannot be remembered: {}", torrent, e.getMessage());
            }
            onWritten(torrent);
            change.written.complete();
        }
    }

    /** Empty if there is nothing that this thread could write; what waits for another thread, that one writes. */
    private synchronized Optional<Map.Entry<InfoHash, Change>> next() {
        for (InfoHash torrent : waiting.keySet()) {
            if (beingWritten.add(torrent)) {
                return Optional.of(Map.entry(torrent, waiting.remove(torrent)));
            }
        }
        writers--;
        if (writers == 0) {
            platform.disk().execute(written::tryComplete); // not here, where we are locked
        }
        return Optional.empty();
    }

    private synchronized void onWritten(InfoHash torrent) {
        beingWritten.remove(torrent);
    }

    /** The torrent file first: there is nothing to restore by a name without it. */
    private void writeNow(InfoHash torrent, Optional<SavedTorrent> saved) throws IOException {
        StateDirectory directory = state.directory().orElseThrow();
        if (saved.isEmpty()) {
            withFile.remove(torrent);
            directory.drop(torrent);
            return;
        }
        Optional<Metainfo> metainfo = saved.get().torrent().metainfo();
        if (metainfo.isPresent() && !withFile.contains(torrent)) {
            directory.saveTorrent(torrent, MetainfoWriter.write(metainfo.get()));
            withFile.add(torrent);
        }
        directory.save(saved.get());
    }

    /**
     * What is to be written of a torrent.
     *
     * @param saved empty where it is to be dropped
     * @param written completed when that is done, or what overtook it
     */
    private record Change(Optional<SavedTorrent> saved, Promise<Void> written) {}

    private final class Memory implements TorrentMemory {
        private final long number;
        private final Transferred before;
        private final boolean isKept;

        private Memory(long number, Transferred before, boolean isKept) {
            this.number = number;
            this.before = before;
            this.isKept = isKept;
        }

        @Override
        public Transferred before() {
            return before;
        }

        @Override
        public boolean isKept() {
            return isKept;
        }

        @Override
        public void keep(AddTorrent now, Transferred total) {
            SavedTorrent saved = new SavedTorrent(now, number, total);
            write(saved.hash(), Optional.of(saved));
        }
    }
}
