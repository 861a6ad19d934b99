package io.spate.testkit;

import io.spate.api.InfoHash;
import io.spate.api.InfoHashes;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.PeerStatus;
import io.spate.api.session.TorrentState;
import io.spate.api.session.TorrentStatus;
import io.spate.api.session.TorrentView;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A torrent to look at, which a test sets up and changes as it likes. Safe from any thread. */
public final class FakeTorrent implements TorrentView {
    private final InfoHashes infoHashes;
    private volatile boolean isPrivate;
    private volatile Optional<Metainfo> metainfo = Optional.empty();
    private volatile List<List<String>> trackers = List.of();
    private volatile List<PeerStatus> peers = List.of();
    private volatile TorrentStatus status = downloading(1 << 20, 0, 0);

    public FakeTorrent(InfoHashes infoHashes) {
        this.infoHashes = infoHashes;
    }

    /** A version 1 torrent whose info-hash follows from the seed. */
    public static FakeTorrent ofSeed(long seed) {
        byte[] hash = new byte[InfoHash.V1_LENGTH];
        new Random(seed).nextBytes(hash);
        return new FakeTorrent(InfoHashes.v1(InfoHash.of(hash)));
    }

    /** A status of a torrent that downloads: what is missing, and what went through. */
    public static TorrentStatus downloading(long left, long downloaded, long uploaded) {
        return status(TorrentState.DOWNLOADING, left, left, downloaded, uploaded);
    }

    /** A status of a torrent that has all it wants; {@code left} bytes are not wanted. */
    public static TorrentStatus seeding(long left, long downloaded, long uploaded) {
        return status(TorrentState.SEEDING, left, 0, downloaded, uploaded);
    }

    /** A status of a torrent of which only a magnet link is known. */
    public static TorrentStatus withoutMetadata() {
        return new TorrentStatus(
                TorrentState.FETCHING_METADATA,
                0,
                0,
                0,
                0,
                0,
                16 * 1024,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Optional.empty());
    }

    private static TorrentStatus status(
            TorrentState state, long left, long wantedLeft, long downloaded, long uploaded) {
        long total = Math.max(left, 1 << 20);
        return new TorrentStatus(
                state,
                left == 0 ? 64 : 0,
                64,
                total - left,
                total,
                total - wantedLeft,
                left,
                0,
                downloaded,
                uploaded,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Optional.empty());
    }

    public FakeTorrent withTrackers(List<List<String>> tiers) {
        trackers = tiers.stream().map(List::copyOf).toList();
        return this;
    }

    public FakeTorrent withPrivate(boolean on) {
        isPrivate = on;
        return this;
    }

    public FakeTorrent withMetainfo(Metainfo known) {
        metainfo = Optional.of(known);
        return this;
    }

    public FakeTorrent withStatus(TorrentStatus now) {
        status = now;
        return this;
    }

    public FakeTorrent withPeers(List<PeerStatus> connected) {
        peers = List.copyOf(connected);
        return this;
    }

    @Override
    public InfoHashes infoHashes() {
        return infoHashes;
    }

    @Override
    public String name() {
        return infoHashes.toString();
    }

    @Override
    public Optional<Metainfo> metainfo() {
        return metainfo;
    }

    @Override
    public boolean isPrivate() {
        return isPrivate;
    }

    @Override
    public List<List<String>> trackers() {
        return trackers;
    }

    @Override
    public TorrentStatus status() {
        return status;
    }

    @Override
    public List<PeerStatus> peers() {
        return peers;
    }
}
