package io.spate.app;

import io.spate.api.session.AddTorrent;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what stands on the command line into a torrent: a file, a magnet link, or the http address of a file. */
final class TorrentSources {
    private final Engine engine;

    TorrentSources(Engine engine) {
        this.engine = engine;
    }

    static boolean isMagnet(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith("magnet:");
    }

    /** @param directory that holds, or will hold, the torrent's root */
    AddTorrent read(String text, Path directory) {
        if (isMagnet(text)) {
            return AddTorrent.of(engine.readMagnet(text), directory);
        }
        if (isHttp(text)) {
            return AddTorrent.of(engine.readTorrent(new TorrentFetch().fetch(text), text), directory);
        }
        return AddTorrent.of(engine.readTorrent(Path.of(text)), directory);
    }

    private static boolean isHttp(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }
}
