package io.spate.app;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import io.spate.api.alert.Alert;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.Session;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Reads every file as a torrent of that name, except those called {@code bad}; starts the session that the test gave. */
final class FakeEngine implements Engine {
    FakeRunningSession session;
    Future<Session> starting;
    SessionRequest started;
    CreateRequest created;
    CheckedData checked = new CheckedData(0, 0, List.of());
    List<EffectiveSetting> settings = List.of();

    /** @param script what each torrent does, as it is added */
    FakeEngine(Consumer<FakeTorrentHandle> script) {
        session = new FakeRunningSession(script);
        starting = Future.succeededFuture(session);
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public Future<Session> start(SessionRequest request) {
        started = request;
        return starting;
    }

    @Override
    public Metainfo readTorrent(Path file) {
        return readTorrent(new byte[0], file.getFileName().toString());
    }

    @Override
    public Metainfo readTorrent(byte[] bytes, String name) {
        if (name.contains("bad")) {
            throw new SpateException(ErrorCode.BAD_TORRENT, name + ": not a torrent (expected: a dictionary)");
        }
        return name.startsWith("tree") ? SomeTorrent.tree().build() : SomeTorrent.named(name.replace(".torrent", ""));
    }

    @Override
    public MagnetLink readMagnet(String link) {
        return MagnetLink.of(SomeTorrent.named("magnet").infoHashes());
    }

    @Override
    public byte[] create(CreateRequest request, Hashing progress) {
        created = request;
        progress.at(1, 1);
        return "a torrent".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public CheckedData verify(Metainfo torrent, Path directory, Hashing progress) {
        return checked;
    }

    @Override
    public List<EffectiveSetting> settings(SessionRequest request) {
        return settings;
    }

    @Override
    public String json(Alert alert) {
        return "{\"alert\":\"" + alert.name() + "\"}";
    }
}
