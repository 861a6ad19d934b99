package io.spate.kernel.session;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.torrent.TorrentRef;
import io.spate.kernel.upgrade.Upgrades;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The torrents of a session, by each of their info-hashes. Safe for threads. */
final class SessionTorrents implements TorrentRef.Identities {
    private final Upgrades upgrades;
    private final Map<InfoHash, TorrentRef> byHash = new ConcurrentHashMap<>(); // so that looking up takes no lock
    private final Set<TorrentRef> torrents = new LinkedHashSet<>();
    /** Those that are being taken out. Guarded by this. */
    private final Map<TorrentRef, Removal> removals = new HashMap<>();
    /** Made when somebody asks: thousands that are added one after the other are not copied thousands of times. */
    private volatile Optional<List<TorrentHandle>> listed = Optional.empty();

    private boolean closed;

    /** @param upgrades which links may name torrents by */
    SessionTorrents(Upgrades upgrades) {
        this.upgrades = upgrades;
    }

    /** Fails if one of its hashes is there already, or if the session is stopped. */
    synchronized void add(TorrentRef torrent) {
        requireOpen();
        name(torrent, torrent.infoHashes());
        torrents.add(torrent);
        listed = Optional.empty();
    }

    @Override
    public synchronized void extend(TorrentRef torrent, InfoHashes hashes) {
        if (torrents.contains(torrent)) {
            name(torrent, hashes);
        }
    }

    /**
     * Somebody begins to take a torrent out, who calls {@link #endRemoval} at the end. Empty if it is gone already; fails if the
     * session is stopped.
     */
    synchronized Optional<Removal> beginRemoval(TorrentRef torrent) {
        requireOpen();
        if (!torrents.contains(torrent)) {
            return Optional.empty();
        }
        Removal removal = removals.computeIfAbsent(torrent, Removal::new);
        removal.begin();
        return Optional.of(removal);
    }

    /** @return whether the torrent is out now: that is, for the last of those who take it out at once */
    synchronized boolean endRemoval(Removal removal) {
        if (!removal.end()) {
            return false;
        }
        TorrentRef torrent = removal.torrent();
        removals.remove(torrent);
        torrents.remove(torrent);
        listed = Optional.empty();
        byHash.values().removeIf(each -> each == torrent);
        upgrades.onTorrentRemoved(wireHashes(torrent.infoHashes()));
        return true;
    }

    private void requireOpen() {
        if (closed) {
            throw new SpateException(ErrorCode.STOPPED, "the session is stopped");
        }
    }

    /** Nothing is added or taken out any more. */
    synchronized List<TorrentRef> close() {
        closed = true;
        return List.copyOf(torrents);
    }

    /** @param hash of either version, a version 2 hash whole or truncated */
    Optional<TorrentRef> find(InfoHash hash) {
        return Optional.ofNullable(byHash.get(hash.truncated()));
    }

    /** In the order in which they were added. */
    List<TorrentHandle> all() {
        return listed.orElseGet(this::list);
    }

    private synchronized List<TorrentHandle> list() {
        List<TorrentHandle> now = List.copyOf(torrents);
        listed = Optional.of(now);
        return now;
    }

    /** By all of the hashes, or by none. */
    private void name(TorrentRef torrent, InfoHashes hashes) {
        Set<InfoHash> more = wireHashes(hashes);
        for (InfoHash hash : more) {
            TorrentRef other = byHash.getOrDefault(hash, torrent);
            if (other != torrent) {
                throw new SpateException(ErrorCode.DUPLICATE_TORRENT, "the torrent is there already: " + other);
            }
        }
        more.removeAll(byHash.keySet());
        more.forEach(hash -> byHash.put(hash, torrent));
        upgrades.onTorrentAdded(more);
    }

    private static Set<InfoHash> wireHashes(InfoHashes hashes) {
        Set<InfoHash> wire = new LinkedHashSet<>();
        hashes.v1().ifPresent(wire::add);
        hashes.v2().map(InfoHash::truncated).ifPresent(wire::add);
        return wire;
    }
}
