package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.peer.PeerMessageHook;
import io.spate.api.peer.PeerMessageHook.TorrentHook;
import io.spate.api.session.TorrentView;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.peer.OpenHook;
import io.spate.kernel.wire.ReservedBit;
import io.spate.kernel.wire.ReservedBits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The message hooks of one torrent, as plugins come and go. Confined to the torrent's loop. */
final class MessageHooks {
    /** What the kernel itself speaks, or does not. */
    private static final Set<ReservedBit> KERNELS =
            EnumSet.of(ReservedBit.EXTENSION_PROTOCOL, ReservedBit.FAST, ReservedBit.V2_UPGRADE);

    private final TorrentView torrent;
    private final Loop loop;
    private final Contributions contributions;
    private final Changes changes;
    private final Map<Registered<PeerMessageHook>, Claiming> open = new LinkedHashMap<>();
    /** Those that were asked, whatever they answered: each is found twice when this opens. */
    private final Set<Registered<PeerMessageHook>> asked = new HashSet<>();

    private Optional<Handle> listening = Optional.empty();

    MessageHooks(TorrentView torrent, Loop loop, Contributions contributions, Changes changes) {
        this.torrent = torrent;
        this.loop = loop;
        this.contributions = contributions;
        this.changes = changes;
    }

    /** Opens what is there at once, so that the first peer sees it, and later what comes. */
    void open() {
        contributions.extensions().of(PeerMessageHook.class).forEach(this::add);
        listening = Optional.of(contributions.extensions().listen(PeerMessageHook.class, new Listener()));
    }

    /** The torrent turned out to be private: what is open is opened anew, or is not for such a torrent. */
    void onPrivate() {
        for (Registered<PeerMessageHook> hook : List.copyOf(open.keySet())) {
            remove(hook);
            add(hook).ifPresent(changes::onAdded);
        }
    }

    List<OpenHook> all() {
        return open.values().stream().map(Claiming::hook).toList();
    }

    /** The reserved bits that plugins set in our handshakes. */
    ReservedBits claimed() {
        long bits = 0;
        for (Claiming each : open.values()) {
            bits |= each.bits.value();
        }
        return new ReservedBits(bits);
    }

    /** After all peers were closed. */
    void close() {
        listening.ifPresent(Handle::close);
        listening = Optional.empty();
        open.values().forEach(Claiming::close);
        open.clear();
        asked.clear();
    }

    private Optional<OpenHook> add(Registered<PeerMessageHook> hook) {
        if (!asked.add(hook)) {
            return Optional.empty();
        }
        return hook.call("PeerMessageHook.open", each -> each.open(torrent), Optional.<TorrentHook>empty())
                .map(opened -> {
                    OpenHook added = new OpenHook(hook.guard(), opened);
                    Set<String> names = hook.guard().call("TorrentHook.handshakeBits", opened::handshakeBits, Set.of());
                    open.put(hook, new Claiming(added, bits(names)));
                    return added;
                });
    }

    private static ReservedBits bits(Set<String> names) {
        return names.stream()
                .flatMap(name -> ReservedBit.named(name).stream())
                .filter(bit -> !KERNELS.contains(bit))
                .reduce(ReservedBits.NONE, ReservedBits::with, (a, b) -> new ReservedBits(a.value() | b.value()));
    }

    private void remove(Registered<PeerMessageHook> hook) {
        asked.remove(hook);
        Claiming removed = open.remove(hook);
        if (removed != null) {
            changes.onRemoved(removed.hook);
            removed.close();
        }
    }

    /** What connected peers must be shown. */
    interface Changes {
        void onAdded(OpenHook hook);

        void onRemoved(OpenHook hook);
    }

    private record Claiming(OpenHook hook, ReservedBits bits) {
        void close() {
            hook.guard().run("TorrentHook.close", hook.hook()::close);
        }
    }

    private final class Listener implements ExtensionListener<PeerMessageHook> {
        @Override
        public void onAdded(Registered<PeerMessageHook> hook) {
            loop.execute(() -> {
                if (listening.isPresent()) {
                    add(hook).ifPresent(changes::onAdded);
                }
            });
        }

        @Override
        public Future<Void> onRemoved(Registered<PeerMessageHook> hook) {
            Promise<Void> gone = Promise.promise();
            loop.execute(() -> {
                remove(hook);
                gone.complete();
            });
            return gone.future();
        }
    }
}
