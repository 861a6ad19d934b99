package io.spate.app;

import io.spate.api.alert.Alert;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.Session;
import io.spate.kernel.SessionBuilder;
import io.spate.kernel.Spate;
import io.spate.kernel.TorrentBuilder;
import io.spate.kernel.Verification;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;

/** The engine in earnest: the kernel, by its embedding API. */
final class KernelEngine implements Engine {
    @Override
    public String version() {
        return Spate.version();
    }

    @Override
    public Future<Session> start(SessionRequest request) {
        SessionBuilder builder = builder(request).usualStateDirectory(request.usualState());
        request.state().ifPresent(builder::stateDirectory);
        return builder.start();
    }

    private static SessionBuilder builder(SessionRequest request) {
        SessionBuilder builder = Spate.session().usualSettings(request.usual());
        request.configuration().ifPresent(builder::settings);
        request.settings().forEach(setting -> builder.set(setting.key(), setting.value()));
        request.plugins().ifPresent(builder::plugins);
        if (!request.listen().isEmpty()) {
            builder.listen(request.listen());
        }
        return builder;
    }

    @Override
    public Metainfo readTorrent(Path file) {
        return Spate.readTorrent(file);
    }

    @Override
    public Metainfo readTorrent(byte[] bytes, String name) {
        return Spate.readTorrent(bytes, name);
    }

    @Override
    public MagnetLink readMagnet(String link) {
        return Spate.readMagnet(link);
    }

    @Override
    public byte[] create(CreateRequest request, Hashing progress) {
        TorrentBuilder builder = Spate.create(request.source());
        // No int: far above every limit, of which the kernel says more.
        request.pieceLength().ifPresent(bytes -> builder.pieceLength((int) Math.min(Integer.MAX_VALUE, bytes)));
        if (request.isPrivate()) {
            builder.privately();
        }
        request.trackers().forEach(builder::tracker);
        request.webSeeds().forEach(builder::webSeed);
        request.comment().ifPresent(builder::comment);
        request.createdBy().ifPresent(builder::createdBy);
        request.creationDate().ifPresent(builder::creationDate);
        return builder.build(progress::at);
    }

    @Override
    public CheckedData verify(Metainfo torrent, Path directory, Hashing progress) {
        Verification result = Spate.verify(torrent, directory, progress::at);
        return new CheckedData(
                result.pieces(),
                result.pieceCount(),
                result.files().stream()
                        .map(file -> new CheckedData.File(file.path(), file.length(), file.verified(), file.isThere()))
                        .toList());
    }

    @Override
    public List<EffectiveSetting> settings(SessionRequest request) {
        return builder(request).effectiveSettings().stream()
                .map(setting -> new EffectiveSetting(setting.key(), setting.value(), setting.origin()))
                .toList();
    }

    @Override
    public String json(Alert alert) {
        return Spate.toJson(alert);
    }
}
