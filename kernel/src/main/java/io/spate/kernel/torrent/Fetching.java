package io.spate.kernel.torrent;

import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.SpateException;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The way from a magnet link to the info dictionary that it names: what an earlier run kept, or else the fetches of plugins, one
 * a source, as sources come and go. What they offer is compared with the link; the first that matches ends all. Confined to the
 * torrent's loop.
 */
final class Fetching {
    private final TorrentServices services;
    private final TorrentView torrent;
    private final TorrentAlerts alerts;
    private final MagnetLink link;
    private final Loop loop;
    private final Events events;
    private final Map<Registered<MetadataSource>, Fetch> fetches = new LinkedHashMap<>();
    /** Those that were asked, whatever they answered: each is found twice when the fetching begins. */
    private final Set<Registered<MetadataSource>> asked = new HashSet<>();

    private Optional<Handle> listening = Optional.empty();
    private boolean closed;

    Fetching(
            TorrentServices services,
            TorrentView torrent,
            TorrentAlerts alerts,
            MagnetLink link,
            Loop loop,
            Events events) {
        this.services = services;
        this.torrent = torrent;
        this.alerts = alerts;
        this.link = link;
        this.loop = loop;
        this.events = events;
    }

    void start() {
        services.metadata()
                .kept(link)
                .onComplete(kept -> loop.execute(() -> {
                    if (!closed) {
                        kept.result().ifPresentOrElse(events::onMetadata, this::fetch);
                    }
                }));
    }

    /** No event comes any more. */
    void close() {
        closed = true;
        closeFetches();
    }

    private void fetch() {
        if (extensions().of(MetadataSource.class).isEmpty()) {
            events.onFailed(new SpateException(
                    ErrorCode.UNSUPPORTED,
                    "a magnet link needs a plugin that fetches the metadata, and none is loaded"));
            return;
        }
        events.onPeersNeeded();
        extensions().of(MetadataSource.class).forEach(this::add);
        listening = Optional.of(extensions().listen(MetadataSource.class, new SourceListener()));
    }

    private void closeFetches() {
        listening.ifPresent(Handle::close);
        listening = Optional.empty();
        fetches.values().forEach(Fetch::close);
        fetches.clear();
    }

    private void add(Registered<MetadataSource> source) {
        if (!asked.add(source)) {
            return;
        }
        Sink sink = new Sink(source.guard(), source.call("MetadataSource.name", MetadataSource::name, source.owner()));
        source.call("MetadataSource.open", each -> each.open(torrent, sink), Optional.<MetadataFetch>empty())
                .ifPresent(fetch -> fetches.put(source, new Fetch(source, fetch, sink)));
    }

    /** It is kept before anybody hears of it, so that what was told survives the end of the process. */
    private void onMatch(byte[] info, String source) {
        closeFetches();
        onDisk(() -> MetainfoReader.forThisSystem().readInfo(info, link))
                .compose(metainfo -> services.metadata().keep(link, metainfo).map(metainfo))
                .onComplete(read -> loop.execute(() -> {
                    if (closed) {
                        return;
                    }
                    if (read.failed()) {
                        alerts.metadataFailed(source, read.cause().getMessage());
                        events.onFailed(read.cause());
                    } else {
                        events.onMetadata(read.result());
                        alerts.metadataReceived(source, info.length);
                    }
                }));
    }

    /** Large metadata takes longer to hash and to read than a loop may stand still. */
    private <T> Future<T> onDisk(Supplier<T> work) {
        Promise<T> done = Promise.promise();
        services.platform().disk().execute(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private Extensions extensions() {
        return services.contributions().extensions();
    }

    /** What becomes of it. Called on the torrent's loop. */
    interface Events {
        /** Nothing was kept: metadata is to be fetched, most likely from peers. Called at most once, before the others. */
        void onPeersNeeded();

        /** The end: here it is. */
        void onMetadata(Metainfo metainfo);

        /** The end: nobody fetches it, or what the link names is no use to anybody. */
        void onFailed(Throwable reason);
    }

    private record Fetch(Registered<MetadataSource> source, MetadataFetch fetch, Sink sink) {
        void close() {
            sink.closed = true;
            source.guard().run("MetadataFetch.close", fetch::close);
        }
    }

    private final class SourceListener implements ExtensionListener<MetadataSource> {
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
            Promise<Void> gone = Promise.promise();
            loop.execute(() -> {
                asked.remove(source);
                Optional.ofNullable(fetches.remove(source)).ifPresent(Fetch::close);
                gone.complete();
            });
            return gone.future();
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
                alerts.metadataFailed(source, "it does not match the info-hash");
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
