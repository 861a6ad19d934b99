package io.spate.kernel;

import io.spate.api.SpateException;
import io.spate.kernel.metainfo.CreateTorrent;
import io.spate.kernel.metainfo.TorrentContent;
import io.spate.kernel.metainfo.TorrentCreator;
import io.spate.kernel.metainfo.TorrentVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** Says what a new torrent file shall hold, and makes it. Everything but the content has a default. Not safe for threads. */
public final class TorrentBuilder {
    private final Path source;
    private final List<List<String>> trackers = new ArrayList<>();
    private final List<String> webSeeds = new ArrayList<>();
    private OptionalInt pieceLength = OptionalInt.empty();
    private boolean isPrivate;
    private Optional<String> comment = Optional.empty();
    private Optional<String> createdBy = Optional.empty();
    private Optional<Instant> creationDate = Optional.empty();

    TorrentBuilder(Path source) {
        this.source = source;
    }

    /** @param bytes a multiple of 16 KiB; without it, one that suits the size of the content */
    public TorrentBuilder pieceLength(int bytes) {
        pieceLength = OptionalInt.of(bytes);
        return this;
    }

    /** Peers may come from the trackers only (BEP 27). */
    public TorrentBuilder privately() {
        isPrivate = true;
        return this;
    }

    /** One more tier, of one tracker (BEP 12). */
    public TorrentBuilder tracker(String url) {
        trackers.add(List.of(url));
        return this;
    }

    /** A web server that has the content (BEP 19). */
    public TorrentBuilder webSeed(String url) {
        webSeeds.add(url);
        return this;
    }

    public TorrentBuilder comment(String text) {
        comment = Optional.of(text);
        return this;
    }

    public TorrentBuilder createdBy(String program) {
        createdBy = Optional.of(program);
        return this;
    }

    public TorrentBuilder creationDate(Instant date) {
        creationDate = Optional.of(date);
        return this;
    }

    /**
     * Reads and hashes the content, on all cores. Blocks.
     *
     * @return the bytes of the torrent file
     * @throws SpateException {@code STORAGE_FAILED} if the content cannot be read, {@code BAD_TORRENT} if no torrent
     *     can be made of it
     */
    public byte[] build(HashProgress progress) {
        TorrentContent content = TorrentContent.of(source);
        long total =
                content.files().stream().mapToLong(TorrentContent.File::length).sum();
        AtomicLong done = new AtomicLong();
        CreateTorrent wanted = new CreateTorrent(
                content,
                TorrentVersion.V1,
                pieceLength,
                isPrivate,
                Optional.empty(),
                trackers,
                webSeeds,
                comment,
                createdBy,
                creationDate);
        return TorrentCreator.onAllCores().create(wanted, hashed -> progress.at(done.addAndGet(hashed), total));
    }
}
