package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.resume.Transferred;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the user wants of one torrent now: how it was added, and what was said since. Has it remembered whenever something
 * changes, and what went through from time to time. Confined to the torrent's loop.
 */
final class Standing {
    /** How much of what went through a crash takes from the totals at most, in time. */
    private static final Duration KEEP_EVERY = Duration.ofMinutes(1);

    private final AddTorrent added;
    private final TorrentMemory memory;
    private final Loop loop;
    private final Set<PeerAddress> peers;
    private List<Integer> filePriorities;
    private boolean sequential;
    private boolean paused;
    private Optional<AddTorrent> kept;
    private Transferred keptTotal;
    private long lastKeptNanos;

    Standing(AddTorrent added, TorrentMemory memory, Loop loop) {
        this.added = added;
        this.memory = memory;
        this.loop = loop;
        this.peers = new LinkedHashSet<>(added.peers());
        added.magnet().ifPresent(link -> peers.addAll(link.peers()));
        this.filePriorities = added.filePriorities();
        this.sequential = added.sequential();
        this.paused = added.paused();
        this.kept = memory.isKept() ? Optional.of(added) : Optional.empty();
        this.keptTotal = memory.before();
    }

    /** Those that the user named, whenever that was. */
    Set<PeerAddress> peers() {
        return peers;
    }

    List<Integer> filePriorities() {
        return filePriorities;
    }

    boolean isSequential() {
        return sequential;
    }

    boolean isPaused() {
        return paused;
    }

    void addPeer(PeerAddress peer) {
        peers.add(peer);
    }

    void prioritiseFiles(List<Integer> priorities) {
        filePriorities = List.copyOf(priorities);
    }

    void sequential(boolean on) {
        sequential = on;
    }

    void paused(boolean on) {
        paused = on;
    }

    /** Has it remembered, if anything of it is new. */
    void keep(Transferred total) {
        lastKeptNanos = loop.nanoTime();
        if (!memory.remembers()) {
            return;
        }
        AddTorrent now = now();
        if (!kept.equals(Optional.of(now)) || !keptTotal.equals(total)) {
            kept = Optional.of(now);
            keptTotal = total;
            memory.keep(now, total);
        }
    }

    /** Called once a second while the torrent has something to do. */
    void tick(Transferred total) {
        if (loop.nanoTime() - lastKeptNanos > KEEP_EVERY.toNanos()) {
            keep(total);
        }
    }

    private AddTorrent now() {
        return new AddTorrent(
                added.metainfo(),
                added.magnet(),
                added.directory(),
                List.copyOf(peers),
                added.storage(),
                sequential,
                added.seedOnly(),
                filePriorities,
                paused);
    }
}
