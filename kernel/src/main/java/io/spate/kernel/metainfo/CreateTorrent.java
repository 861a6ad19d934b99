package io.spate.kernel.metainfo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A torrent to make.
 *
 * @param pieceLength in bytes, a multiple of 16 KiB, in version 2 a power of two; empty for one that suits the content
 * @param isPrivate whether peers may come from the trackers only (BEP 27)
 * @param source sets the torrent of one community apart from that of another with the same content
 * @param trackers URLs in tiers, the most wanted first (BEP 12)
 * @param urlSeeds web seeds (BEP 19)
 */
public record CreateTorrent(
        TorrentContent content,
        TorrentVersion version,
        OptionalInt pieceLength,
        boolean isPrivate,
        Optional<String> source,
        List<List<String>> trackers,
        List<String> urlSeeds,
        Optional<String> comment,
        Optional<String> createdBy,
        Optional<Instant> creationDate) {
    public CreateTorrent {
        trackers = trackers.stream()
                .filter(tier -> !tier.isEmpty())
                .map(List::copyOf)
                .toList();
        urlSeeds = List.copyOf(urlSeeds);
    }

    /** A version 1 torrent that says nothing but what is in it. */
    public static CreateTorrent of(TorrentContent content) {
        return new CreateTorrent(
                content,
                TorrentVersion.V1,
                OptionalInt.empty(),
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public CreateTorrent withVersion(TorrentVersion wanted) {
        return new CreateTorrent(
                content, wanted, pieceLength, isPrivate, source, trackers, urlSeeds, comment, createdBy, creationDate);
    }

    /** @param bytes see {@link #pieceLength} */
    public CreateTorrent withPieceLength(int bytes) {
        return new CreateTorrent(
                content,
                version,
                OptionalInt.of(bytes),
                isPrivate,
                source,
                trackers,
                urlSeeds,
                comment,
                createdBy,
                creationDate);
    }

    public CreateTorrent forTrackersOnly() {
        return new CreateTorrent(
                content, version, pieceLength, true, source, trackers, urlSeeds, comment, createdBy, creationDate);
    }

    public CreateTorrent withSource(String name) {
        return new CreateTorrent(
                content,
                version,
                pieceLength,
                isPrivate,
                Optional.of(name),
                trackers,
                urlSeeds,
                comment,
                createdBy,
                creationDate);
    }

    public CreateTorrent withTrackers(List<List<String>> tiers) {
        return new CreateTorrent(
                content, version, pieceLength, isPrivate, source, tiers, urlSeeds, comment, createdBy, creationDate);
    }

    public CreateTorrent withUrlSeeds(List<String> urls) {
        return new CreateTorrent(
                content, version, pieceLength, isPrivate, source, trackers, urls, comment, createdBy, creationDate);
    }

    public CreateTorrent withComment(String text) {
        return new CreateTorrent(
                content,
                version,
                pieceLength,
                isPrivate,
                source,
                trackers,
                urlSeeds,
                Optional.of(text),
                createdBy,
                creationDate);
    }

    public CreateTorrent withCreatedBy(String program) {
        return new CreateTorrent(
                content,
                version,
                pieceLength,
                isPrivate,
                source,
                trackers,
                urlSeeds,
                comment,
                Optional.of(program),
                creationDate);
    }

    public CreateTorrent withCreationDate(Instant date) {
        return new CreateTorrent(
                content,
                version,
                pieceLength,
                isPrivate,
                source,
                trackers,
                urlSeeds,
                comment,
                createdBy,
                Optional.of(date));
    }
}
