package io.spate.kernel.session;

import io.spate.api.Bitfield;
import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.SpateException;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.FileChanged;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.api.storage.StorageProvider;
import io.spate.api.storage.StorageRequest;
import io.spate.api.storage.TorrentStorage;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.metainfo.MetainfoReader;
import io.spate.kernel.metainfo.MetainfoWriter;
import io.spate.kernel.platform.Platform;
import io.spate.kernel.resume.BlobStore;
import io.spate.kernel.resume.BootId;
import io.spate.kernel.resume.ResumeState;
import io.spate.kernel.resume.Resumed;
import io.spate.kernel.resume.StateDirectory;
import io.spate.kernel.storage.PresentPieces;
import io.spate.kernel.torrent.StoredData;
import io.spate.kernel.torrent.TorrentData;
import io.spate.kernel.torrent.TorrentServices.DataOpener;
import io.spate.kernel.torrent.TorrentServices.MetadataStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What outlives the session: opens the state directory, and in it the state of each torrent, beside the torrent's storage. */
final class SavedState implements DataOpener, MetadataStore {
    private static final Logger log = LoggerFactory.getLogger(SavedState.class);

    private final Platform platform;
    private final Extensions extensions;
    private final Alerts alerts;
    private final String defaultStorage;
    private final Optional<Path> path;
    private volatile Optional<StateDirectory> directory = Optional.empty();

    /** @param path none if nothing is to outlive the session */
    SavedState(Platform platform, Extensions extensions, Alerts alerts, String defaultStorage, Optional<Path> path) {
        this.platform = platform;
        this.extensions = extensions;
        this.alerts = alerts;
        this.defaultStorage = defaultStorage;
        this.path = path;
    }

    /** Claims the directory. Fails with {@code STATE_FAILED} if another session has it. */
    Future<Void> start() {
        return onDisk(() -> {
            directory = path.map(claimed -> StateDirectory.open(claimed, BootId.ofSystem()));
            return null;
        });
    }

    Optional<StateDirectory> directory() {
        return directory;
    }

    Future<Void> stop() {
        return onDisk(() -> {
            if (directory.isPresent()) {
                directory.get().close();
            }
            return null;
        });
    }

    /** Works on the values of plugins, on a disk thread; answers empty without a state directory. */
    <T> Future<Optional<T>> withBlobs(BlobWork<T> work) {
        return onDisk(() -> {
            Optional<StateDirectory> open = directory;
            return open.isPresent() ? Optional.of(work.on(open.get().blobs())) : Optional.<T>empty();
        });
    }

    Future<Void> forget(InfoHashes torrent) {
        return onDisk(() -> {
            if (directory.isPresent()) {
                for (InfoHash hash : each(torrent)) {
                    directory.get().remove(hash);
                }
            }
            return null;
        });
    }

    @Override
    public Future<Optional<Metainfo>> kept(MagnetLink link) {
        return onDisk(() -> {
                    if (directory.isPresent()) {
                        for (InfoHash hash : each(link.infoHashes())) {
                            Optional<Metainfo> kept =
                                    directory.get().loadTorrent(hash).flatMap(file -> read(file, link));
                            if (kept.isPresent()) {
                                return kept;
                            }
                        }
                    }
                    return Optional.<Metainfo>empty();
                })
                .otherwise(failure -> {
                    log.warn("{}: kept metadata cannot be read: {}", link.infoHashes(), failure.getMessage());
                    return Optional.empty();
                });
    }

    @Override
    public Future<Void> keep(MagnetLink link, Metainfo metainfo) {
        return this.<Void>onDisk(() -> {
                    if (directory.isPresent()) {
                        directory.get().saveTorrent(link.infoHashes().best(), MetainfoWriter.write(metainfo));
                    }
                    return null;
                })
                .otherwise(failure -> {
                    log.warn("{}: metadata cannot be kept: {}", metainfo.name(), failure.getMessage());
                    return null;
                });
    }

    /** Empty if it is not what the link names, or is damaged: then it is fetched anew. */
    private static Optional<Metainfo> read(byte[] file, MagnetLink link) {
        try {
            MetainfoReader reader = MetainfoReader.forThisSystem();
            ByteBuffer info = reader.readKept(file).info();
            byte[] bytes = new byte[info.remaining()];
            info.get(bytes);
            return link.infoHashes().matchesInfo(bytes) ? Optional.of(reader.readInfo(bytes, link)) : Optional.empty();
        } catch (SpateException e) {
            log.warn("{}: kept metadata is damaged: {}", link.infoHashes(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A torrent may be kept by any of its hashes: it was added by one of them, and others became known later. */
    private static List<InfoHash> each(InfoHashes hashes) {
        return Stream.of(hashes.v1(), hashes.v2()).flatMap(Optional::stream).toList();
    }

    @Override
    public Future<TorrentData> open(AddTorrent torrent, Metainfo metainfo) {
        return onDisk(() -> openNow(torrent, metainfo));
    }

    private TorrentData openNow(AddTorrent torrent, Metainfo metainfo) throws IOException {
        Registered<StorageProvider> provider = provider(torrent.storage().orElse(defaultStorage));
        TorrentStorage opened = provider.callBlocking(
                "StorageProvider.open",
                each -> Objects.requireNonNull(
                        each.open(new StorageRequest(metainfo, torrent.directory())), "it returned null"));
        TorrentStorage storage =
                provider.owner().equals(Extensions.KERNEL) ? opened : new GuardedStorage(provider.guard(), opened);
        boolean persistent = provider.call("StorageProvider.isPersistent", StorageProvider::isPersistent, false);
        if (!persistent || directory.isEmpty()) {
            return new StoredData(
                    platform, metainfo, storage, Optional.empty(), nothingKnown(metainfo, persistent, storage));
        }
        try {
            Resumed resumed = directory.get().resume(metainfo, storage.stamps());
            resumed.state().changedFiles().forEach(file -> post(metainfo, file));
            return new StoredData(platform, metainfo, storage, Optional.of(resumed.journal()), resumed.state());
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /** Without a journal, what is there must be compared. */
    private static ResumeState nothingKnown(Metainfo metainfo, boolean persistent, TorrentStorage storage)
            throws IOException {
        Bitfield present = persistent
                ? PresentPieces.of(metainfo, storage.stamps())
                : new Bitfield(metainfo.layout().pieceCount());
        return new ResumeState(
                new Bitfield(metainfo.layout().pieceCount()), present, Map.of(), List.of(), "there is no saved state");
    }

    private Registered<StorageProvider> provider(String name) {
        return extensions.of(StorageProvider.class).stream()
                .filter(each -> each.call("StorageProvider.name", StorageProvider::name, "")
                        .equals(name))
                .findFirst()
                .orElseThrow(() -> new SpateException(
                        ErrorCode.UNSUPPORTED, "storage \"" + name + "\": there is no such provider"));
    }

    private void post(Metainfo metainfo, ResumeState.ChangedFile file) {
        if (alerts.wants(AlertCategory.STORAGE)) {
            alerts.post(new FileChanged(
                    platform.clock().instant(),
                    metainfo.infoHashes().best(),
                    metainfo.files().get(file.file()).pathText(),
                    file.reason()));
        }
    }

    /** Something to do with the values of plugins. */
    interface BlobWork<T> {
        T on(BlobStore blobs) throws IOException;
    }

    /** Blocking work, on a disk thread. */
    <T> Future<T> onDisk(Callable<T> work) {
        Promise<T> done = Promise.promise();
        platform.disk().execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception | Error e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
