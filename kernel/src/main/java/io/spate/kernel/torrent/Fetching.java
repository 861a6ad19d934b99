package io.spate.kernel.torrent;

import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.MetadataFailed;
import io.spate.api.alert.MetadataReceived;
import io.spate.api.metadata.MetadataFetch;
import io.spate.api.metadata.MetadataSink;
import io.spate.api.metadata.MetadataSource;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.TorrentView;
import io.spate.kernel.extension.ExtensionListener;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guard;
import io.spate.kernel.extension.Handle;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.metainfo.MetainfoReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The fetches of the info dictionary that a magnet link names, one a source, as sources come and go; compares what they offer
 * with the link, and ends with the first that matches. Confined to the torrent's loop.
 */
final class Fetching {
    private final TorrentServices services;
    private final TorrentView torrent;
    private final MagnetLink link;
    private final Loop loop;
    private final Events events;
    private final Map<Registered<MetadataSource>, Fetch> fetches = new LinkedHashMap<>();
    private Optional<Handle> listening = Optional.empty();

    Fetching(TorrentServices services, TorrentView torrent, MagnetLink link, Loop loop, Events events) {
        this.services = services;
        this.torrent = torrent;
        this.link = link;
        this.loop = loop;
        this.events = events;
    }

    /** Whether there is a source to begin with. */
    boolean isPossible() {
        return !extensions().of(MetadataSource.class).isEmpty();
    }

    /** Begins to fetch from all that is there, and from what comes. */
    void open() {
        extensions().of(MetadataSource.class).forEach(this::add);
        listening = Optional.of(extensions().listen(MetadataSource.class, new ExtensionListener<MetadataSource>() {
            @Override
            public void onAdded(Registered<MetadataSource> source) {
                loop.execute(() -> {
                    if (listening.isPresent()) {
                        add(source);
                    }
                });
            }

            @Override
            public Future<Void> onRemoved(Registered<MetadataSource> source) {
                Promise<Void> closed = Promise.promise();
                loop.execute(() -> {
                    Optional.ofNullable(fetches.remove(source)).ifPresent(Fetch::close);
                    closed.complete();
                });
                return closed.future();
            }
        }));
    }

    /** Ends all fetches. */
    void close() {
        listening.ifPresent(Handle::close);
        listening = Optional.empty();
        fetches.values().forEach(Fetch::close);
        fetches.clear();
    }

    private void add(Registered<MetadataSource> source) {
        if (fetches.containsKey(source)) {
            return;
        }
        Sink sink = new Sink(source.guard(), source.call("MetadataSource.name", MetadataSource::name, source.owner()));
        source.call("MetadataSource.open", each -> each.open(torrent, sink), Optional.<MetadataFetch>empty())
                .ifPresent(fetch -> fetches.put(source, new Fetch(source, fetch, sink)));
    }

    private void onMatch(byte[] info, String source) {
        close();
        onDisk(() -> MetainfoReader.forThisSystem().readInfo(info, link))
                .compose(metainfo -> services.metadata().keep(link, metainfo).map(metainfo))
                .onComplete(read -> loop.execute(() -> {
                    if (read.failed()) {
                        postFailed(source, read.cause().getMessage());
                        events.onUnreadable(read.cause());
                    } else {
                        events.onMetadata(read.result());
                        postReceived(source, info.length);
                    }
                }));
    }

    /** Large metadata takes longer to hash and to read than a loop may stand still. */
    private <T> Future<T> onDisk(Supplier<T> work) {
        Promise<T> done = Promise.promise();
        services.platform().disk().execute(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private void postReceived(String source, int bytes) {
        if (alerts().wants(AlertCategory.STATUS)) {
            alerts().post(new MetadataReceived(
                    services.platform().clock().instant(), torrent.infoHashes().best(), torrent.name(), source, bytes));
        }
    }

    private void postFailed(String source, String reason) {
        if (alerts().wants(AlertCategory.ERROR)) {
            alerts().post(new MetadataFailed(
                    services.platform().clock().instant(),
                    torrent.infoHashes().best(),
                    torrent.name(),
                    source,
                    reason));
        }
    }

    private Extensions extensions() {
        return services.contributions().extensions();
    }

    private Alerts alerts() {
        return services.swarm().alerts();
    }

    /** What becomes of it. Called on the torrent's loop, at most once in all. */
    interface Events {
        void onMetadata(Metainfo metainfo);

        /** It is what the link names, and nobody can use it. */
        void onUnreadable(Throwable reason);
    }

    private record Fetch(Registered<MetadataSource> source, MetadataFetch fetch, Sink sink) {
        void close() {
            sink.closed = true;
            source.guard().run("MetadataFetch.close", fetch::close);
        }
    }

    private final class Sink implements MetadataSink {
        private final Guard guard;
        private final String source;
        private boolean closed;

        private Sink(Guard guard, String source) {
            this.guard = guard;
            this.source = source;
        }

        @Override
        public Future<Boolean> offer(byte[] info) {
            Promise<Boolean> answer = Promise.promise();
            onDisk(() -> link.infoHashes().matchesInfo(info))
                    .onComplete(compared -> loop.execute(() -> onCompared(info, compared.result(), answer)));
            return answer.future();
        }

        private void onCompared(byte[] info, boolean matches, Promise<Boolean> answer) {
            boolean isLate = closed;
            if (!isLate && matches) {
                onMatch(info, source);
            } else if (!isLate) {
                postFailed(source, "it does not match the info-hash");
            }
            guard.run("the handler of MetadataSink.offer", () -> {
                if (isLate) {
                    answer.fail(new SpateException(ErrorCode.STOPPED, "the fetch is closed"));
                } else {
                    answer.complete(matches);
                }
            });
        }
    }
}
