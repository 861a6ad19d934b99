package io.spate.app;

import io.spate.api.alert.Alert;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.Session;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;

/**
 * What the verbs need of the engine, so that tests can put a fake in its place. All but {@link #start} block and fail with
 * {@code SpateException}.
 */
interface Engine {
    String version();

    Future<Session> start(SessionRequest request);

    Metainfo readTorrent(Path file);

    /** @param name of the source, for messages */
    Metainfo readTorrent(byte[] bytes, String name);

    MagnetLink readMagnet(String link);

    /** The bytes of the torrent file. */
    byte[] create(CreateRequest request, Hashing progress);

    CheckedData verify(Metainfo torrent, Path directory, Hashing progress);

    /** In the order of their keys. */
    List<EffectiveSetting> settings(SessionRequest request);

    /** One line. */
    String json(Alert alert);

    /** Is told of bytes read and hashed, often, by several threads. */
    interface Hashing {
        void at(long done, long total);
    }
}
