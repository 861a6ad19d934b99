package io.spate.kernel.upgrade;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.DialRequest;
import io.spate.api.net.DialWay;
import io.spate.api.net.PeerLink;
import io.spate.api.net.Recognition;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Registered;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The upgrades that are loaded, and the torrents that they look up. Safe for threads; asking takes no lock. */
public final class Upgrades implements ExtensionListener<ConnectionUpgrade> {
    /** No upgrade needs more to be recognised. */
    private static final int MAX_FIRST_BYTES = 128;

    private volatile Now now = new Now(List.of(), Optional.empty());

    /** Guarded by this. */
    private final Set<InfoHash> torrents = new LinkedHashSet<>();

    @Override
    public synchronized void onAdded(Registered<ConnectionUpgrade> extension) {
        LoadedUpgrade added = new LoadedUpgrade(extension);
        torrents.forEach(added::onAdded);
        List<LoadedUpgrade> more = new ArrayList<>(now.loaded);
        more.add(added);
        now = new Now(more, now.refusal);
    }

    @Override
    public Future<Void> onRemoved(Registered<ConnectionUpgrade> extension) {
        List<LoadedUpgrade> removed = remove(extension);
        return Future.join(removed.stream().map(LoadedUpgrade::end).toList()).mapEmpty();
    }

    private synchronized List<LoadedUpgrade> remove(Registered<ConnectionUpgrade> extension) {
        List<LoadedUpgrade> removed =
                now.loaded.stream().filter(each -> each.isOf(extension)).toList();
        now = new Now(now.loaded.stream().filter(each -> !each.isOf(extension)).toList(), now.refusal);
        return removed;
    }

    /** @param hashes of 20 bytes, by which links may name a torrent that came */
    public synchronized void onTorrentAdded(Collection<InfoHash> hashes) {
        for (InfoHash hash : hashes) {
            torrents.add(hash);
            now.loaded.forEach(each -> each.onAdded(hash));
        }
    }

    /** @param hashes of 20 bytes, of a torrent that went */
    public synchronized void onTorrentRemoved(Collection<InfoHash> hashes) {
        for (InfoHash hash : hashes) {
            torrents.remove(hash);
            now.loaded.forEach(each -> each.onRemoved(hash));
        }
    }

    /**
     * Whose upgrade an accepted link begins.
     *
     * @param firstBytes which do not begin a handshake of BitTorrent
     */
    public Answer recognise(ByteBuf firstBytes) {
        boolean undecided = false;
        for (LoadedUpgrade upgrade : now.loaded) {
            Recognition recognition = upgrade.recognises(firstBytes);
            if (recognition == Recognition.YES) {
                return new Answer(Optional.of(upgrade), false);
            }
            undecided |= recognition == Recognition.NEED_MORE;
        }
        return new Answer(Optional.empty(), undecided && firstBytes.readableBytes() < MAX_FIRST_BYTES);
    }

    /** @param reason why there is to be no link at all from now on; none if there may be */
    public synchronized void refuseAll(Optional<String> reason) {
        now = new Now(now.loaded, reason);
    }

    /** Why no link may be used, whatever it is. */
    public Optional<String> refusal() {
        return now.refusal;
    }

    /** Why an accepted link without an upgrade is refused, if it is. */
    public Optional<String> refusesPlain(PeerLink link) {
        Now asked = now;
        return asked.refusal.or(() -> asked.loaded.stream()
                .flatMap(upgrade -> upgrade.refusesPlain(link).stream())
                .findFirst());
    }

    /** How a peer is to be dialled. */
    public DialPlan plan(DialRequest request) {
        Now asked = now;
        if (asked.refusal.isPresent()) {
            return DialPlan.refused(asked.refusal.get());
        }
        for (LoadedUpgrade upgrade : asked.loaded) {
            List<DialWay> ways = upgrade.plan(request);
            if (!ways.isEmpty()) {
                return new DialPlan(ways, Optional.of(upgrade), Optional.empty());
            }
        }
        return DialPlan.PLAIN;
    }

    /** Of one moment: a plugin that is required goes after the refusal came, and is there again before it is lifted. */
    private record Now(List<LoadedUpgrade> loaded, Optional<String> refusal) {
        private Now {
            loaded = List.copyOf(loaded);
        }
    }

    /**
     * What first bytes are.
     *
     * @param upgrade that they begin
     * @param needsMore whether more of them may begin one
     */
    public record Answer(Optional<LoadedUpgrade> upgrade, boolean needsMore) {}
}
