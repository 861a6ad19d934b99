package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.peer.ExtendedProtocol;
import io.spate.api.session.TorrentView;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.peer.OpenProtocol;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The extended protocols of one torrent, as plugins come and go. Confined to the torrent's loop. */
final class Protocols {
    private final TorrentView torrent;
    private final Loop loop;
    private final Contributions contributions;
    private final Changes changes;
    private final Map<Registered<ExtendedProtocol>, OpenProtocol> open = new LinkedHashMap<>();
    /** Those that were asked, whatever they answered: each is found twice when this opens. */
    private final Set<Registered<ExtendedProtocol>> asked = new HashSet<>();

    private Optional<Handle> listening = Optional.empty();

    Protocols(TorrentView torrent, Loop loop, Contributions contributions, Changes changes) {
        this.torrent = torrent;
        this.loop = loop;
        this.contributions = contributions;
        this.changes = changes;
    }

    /** Opens what is there at once, so that the first peer sees it, and later what comes. */
    void open() {
        contributions.extensions().of(ExtendedProtocol.class).forEach(this::add);
        listening = Optional.of(
                contributions.extensions().listen(ExtendedProtocol.class, new ExtensionListener<ExtendedProtocol>() {
                    @Override
                    public void onAdded(Registered<ExtendedProtocol> protocol) {
                        loop.execute(() -> {
                            if (listening.isPresent()) {
                                add(protocol).ifPresent(changes::onAdded);
                            }
                        });
                    }

                    @Override
                    public Future<Void> onRemoved(Registered<ExtendedProtocol> protocol) {
                        Promise<Void> gone = Promise.promise();
                        loop.execute(() -> {
                            remove(protocol);
                            gone.complete();
                        });
                        return gone.future();
                    }
                }));
    }

    /** The torrent turned out to be private: what is open is opened anew, or is not for such a torrent. */
    void onPrivate() {
        for (Registered<ExtendedProtocol> protocol : List.copyOf(open.keySet())) {
            remove(protocol);
            add(protocol).ifPresent(changes::onAdded);
        }
    }

    List<OpenProtocol> all() {
        return List.copyOf(open.values());
    }

    void tick() {
        // On a copy: a call may close a connection, and whatever follows from that.
        List.copyOf(open.values()).forEach(each -> each.guard().run("TorrentProtocol.onTick", each.protocol()::onTick));
    }

    /** After all peers were closed. */
    void close() {
        listening.ifPresent(Handle::close);
        listening = Optional.empty();
        open.values().forEach(Protocols::close);
        open.clear();
        asked.clear();
    }

    private Optional<OpenProtocol> add(Registered<ExtendedProtocol> protocol) {
        if (!asked.add(protocol)) {
            return Optional.empty();
        }
        Optional<ExtendedProtocol.TorrentProtocol> opened = protocol.call(
                "ExtendedProtocol.open",
                each -> each.open(torrent),
                Optional.<ExtendedProtocol.TorrentProtocol>empty());
        String name = protocol.call("ExtendedProtocol.name", ExtendedProtocol::name, "");
        Optional<OpenProtocol> added =
                opened.filter(each -> !name.isEmpty()).map(each -> new OpenProtocol(name, protocol.guard(), each));
        added.ifPresent(each -> open.put(protocol, each));
        return added;
    }

    private void remove(Registered<ExtendedProtocol> protocol) {
        asked.remove(protocol);
        OpenProtocol removed = open.remove(protocol);
        if (removed != null) {
            changes.onRemoved(removed);
            close(removed);
        }
    }

    private static void close(OpenProtocol protocol) {
        protocol.guard().run("TorrentProtocol.close", protocol.protocol()::close);
    }

    /** What connected peers must be told. */
    interface Changes {
        void onAdded(OpenProtocol protocol);

        void onRemoved(OpenProtocol protocol);
    }
}
