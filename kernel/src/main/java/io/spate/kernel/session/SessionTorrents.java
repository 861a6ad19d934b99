package io.spate.kernel.session;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.session.TorrentHandle;
import io.spate.kernel.torrent.TorrentRef;
import io.spate.kernel.upgrade.Upgrades;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The torrents of a session, by each of their info-hashes. Safe for threads. */
final class SessionTorrents implements TorrentRef.Identities {
    private final Upgrades upgrades;
    // Replaced as a whole, so that looking up takes no lock
    private volatile Map<InfoHash, TorrentRef> byHash = Map.of();
    private volatile List<TorrentHandle> all = List.of();
    private boolean closed;

    /** @param upgrades which links may name torrents by */
    SessionTorrents(Upgrades upgrades) {
        this.upgrades = upgrades;
    }

    /** Fails if one of its hashes is there already, or if the session is stopped. */
    synchronized void add(TorrentRef torrent) {
        if (closed) {
            throw new SpateException(ErrorCode.STOPPED, "the session is stopped");
        }
        byHash = with(torrent, torrent.infoHashes());
        List<TorrentHandle> more = new ArrayList<>(all);
        more.add(torrent);
        all = List.copyOf(more);
        upgrades.onTorrentAdded(wireHashes(torrent.infoHashes()));
    }

    @Override
    public synchronized void extend(TorrentRef torrent, InfoHashes hashes) {
        if (!all.contains(torrent)) {
            return;
        }
        Set<InfoHash> more = wireHashes(hashes);
        more.removeAll(byHash.keySet());
        byHash = with(torrent, hashes);
        upgrades.onTorrentAdded(more);
    }

    /** @return whether it was there */
    synchronized boolean remove(TorrentRef torrent) {
        if (!all.contains(torrent)) {
            return false;
        }
        Map<InfoHash, TorrentRef> next = new HashMap<>(byHash);
        next.values().removeIf(each -> each == torrent);
        byHash = next;
        all = all.stream().filter(each -> each != torrent).toList();
        upgrades.onTorrentRemoved(wireHashes(torrent.infoHashes()));
        return true;
    }

    /** Nothing is added any more. */
    synchronized List<TorrentRef> close() {
        closed = true;
        return new ArrayList<>(new LinkedHashSet<>(byHash.values()));
    }

    /** @param hash of either version, a version 2 hash whole or truncated */
    Optional<TorrentRef> find(InfoHash hash) {
        return Optional.ofNullable(byHash.get(hash.truncated()));
    }

    /** In the order in which they were added. */
    List<TorrentHandle> all() {
        return all;
    }

    private Map<InfoHash, TorrentRef> with(TorrentRef torrent, InfoHashes hashes) {
        Map<InfoHash, TorrentRef> next = new HashMap<>(byHash);
        for (InfoHash hash : wireHashes(hashes)) {
            TorrentRef other = next.putIfAbsent(hash, torrent);
            if (other != null && other != torrent) {
                throw new SpateException(ErrorCode.DUPLICATE_TORRENT, "the torrent is there already: " + other);
            }
        }
        return next;
    }

    private static Set<InfoHash> wireHashes(InfoHashes hashes) {
        Set<InfoHash> wire = new LinkedHashSet<>();
        hashes.v1().ifPresent(wire::add);
        hashes.v2().map(InfoHash::truncated).ifPresent(wire::add);
        return wire;
    }
}
