package io.spate.kernel.torrent;

import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.vertx.core.Future;
import java.util.Optional;

/** Keeps the metadata of one link, in memory. */
final class KeptMetadata implements TorrentServices.MetadataStore {
    Optional<Metainfo> kept = Optional.empty();

    @Override
    public Future<Optional<Metainfo>> kept(MagnetLink link) {
        return Future.succeededFuture(kept);
    }

    @Override
    public Future<Void> keep(MagnetLink link, Metainfo metainfo) {
        kept = Optional.of(metainfo);
        return Future.succeededFuture();
    }
}
