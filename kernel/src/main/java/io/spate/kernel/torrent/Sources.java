package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerSearch;
import io.spate.api.peer.PeerSink;
import io.spate.api.peer.PeerSource;
import io.spate.api.session.TorrentView;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The searches for the peers of one torrent, one a source, as sources come and go. Confined to the torrent's loop. */
final class Sources {
    /** A need that differs by less from what was told last is not worth a call. */
    private static final int NEWS = 10;

    private final TorrentView torrent;
    private final Loop loop;
    private final Contributions contributions;
    private final Finds finds;
    private final Map<Registered<PeerSource>, Search> searches = new LinkedHashMap<>();

    /** Names of those that searched, and may not for a private torrent; some may be gone, but not the peers that they found. */
    private final Set<String> publicOnly = new LinkedHashSet<>();

    private Optional<Handle> listening = Optional.empty();
    private int need;

    Sources(TorrentView torrent, Loop loop, Contributions contributions, Finds finds) {
        this.torrent = torrent;
        this.loop = loop;
        this.contributions = contributions;
        this.finds = finds;
    }

    /** Begins to search by all that is there, and by what comes. */
    void open() {
        need = 0;
        listening =
                Optional.of(contributions.extensions().listen(PeerSource.class, new ExtensionListener<PeerSource>() {
                    @Override
                    public void onAdded(Registered<PeerSource> source) {
                        loop.execute(() -> add(source));
                    }

                    @Override
                    public Future<Void> onRemoved(Registered<PeerSource> source) {
                        Promise<Void> closed = Promise.promise();
                        loop.execute(() -> remove(source).onComplete(closed));
                        return closed.future();
                    }
                }));
    }

    /** How many more peers the torrent could use. */
    void onNeed(int peers) {
        if (Math.abs(peers - need) < NEWS && (peers == 0) == (need == 0)) {
            return;
        }
        need = peers;
        searches.values().forEach(search -> search.run("PeerSearch.onNeed", each -> each.onNeed(peers)));
    }

    /** A peer was dialled in vain. */
    void onUnreachable(FoundPeer peer) {
        searches.values().forEach(search -> search.run("PeerSearch.onUnreachable", each -> each.onUnreachable(peer)));
    }

    void onCompleted() {
        searches.values().forEach(search -> search.run("PeerSearch.onCompleted", PeerSearch::onCompleted));
    }

    /** The torrent turned out to be private: ends the searches that may not go on (BEP 27), and has their peers let go. */
    void onPrivate() {
        for (Registered<PeerSource> source : List.copyOf(searches.keySet())) {
            if (publicOnly.contains(searches.get(source).sink().source)) {
                searches.remove(source).close();
            }
        }
        publicOnly.forEach(name -> finds.onWithdrawn(name, "the torrent is private"));
        publicOnly.clear();
    }

    /** Ends all searches. Completes when trackers and others were told, or could not be. */
    Future<Void> close() {
        listening.ifPresent(Handle::close);
        listening = Optional.empty();
        List<Future<Void>> closing = new ArrayList<>();
        searches.values().forEach(search -> closing.add(search.close()));
        searches.clear();
        return Future.join(closing).<Void>mapEmpty().otherwiseEmpty();
    }

    private void add(Registered<PeerSource> source) {
        boolean servesPrivate = servesPrivate(source);
        boolean allowed = !torrent.isPrivate() || servesPrivate;
        if (listening.isEmpty() || !allowed || searches.containsKey(source)) {
            return;
        }
        String name = source.call("PeerSource.name", PeerSource::name, source.owner());
        Sink sink = new Sink(name);
        Optional<PeerSearch> opened =
                source.call("PeerSource.open", each -> each.open(torrent, sink), Optional.<PeerSearch>empty());
        opened.ifPresent(search -> {
            Search added = new Search(source, search, sink);
            searches.put(source, added);
            if (!servesPrivate) {
                publicOnly.add(name);
            }
            added.run("PeerSearch.onNeed", each -> each.onNeed(need));
        });
    }

    private static boolean servesPrivate(Registered<PeerSource> source) {
        return source.call("PeerSource.servesPrivateTorrents", PeerSource::servesPrivateTorrents, false);
    }

    private Future<Void> remove(Registered<PeerSource> source) {
        Search search = searches.remove(source);
        return search == null ? Future.succeededFuture() : search.close();
    }

    /** What is found. Called on the torrent's loop. */
    interface Finds {
        void onFound(Collection<FoundPeer> peers, String source);

        void onWithdrawn(String source, String reason);

        void onDialNow(PeerAddress peer, String transport, String source);
    }

    private record Search(Registered<PeerSource> source, PeerSearch search, Sink sink) {
        void run(String doing, Consumer<PeerSearch> call) {
            source.guard().run(doing, () -> call.accept(search));
        }

        Future<Void> close() {
            sink.closed = true;
            return source.guard().call("PeerSearch.close", search::close, Future.<Void>succeededFuture());
        }
    }

    /** Any thread may tell; what comes after the search was closed is dropped. */
    private final class Sink implements PeerSink {
        private final String source;
        private volatile boolean closed;

        private Sink(String source) {
            this.source = source;
        }

        @Override
        public void onFound(Collection<PeerAddress> peers) {
            onFoundPeers(peers.stream().map(FoundPeer::at).toList());
        }

        @Override
        public void onFoundPeers(Collection<FoundPeer> peers) {
            List<FoundPeer> found = List.copyOf(peers);
            onLoop(() -> finds.onFound(found, source));
        }

        @Override
        public void dialNow(PeerAddress peer, String transport) {
            onLoop(() -> finds.onDialNow(peer, transport, source));
        }

        @Override
        public void onWithdrawn() {
            onLoop(() -> finds.onWithdrawn(source, "its tracker was left"));
        }

        private void onLoop(Runnable news) {
            loop.execute(() -> {
                if (!closed) {
                    news.run();
                }
            });
        }
    }
}
