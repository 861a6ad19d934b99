package io.spate.api.session;

import io.spate.api.PeerAddress;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A torrent to add, and how.
 *
 * @param metainfo what a torrent file said; or else
 * @param magnet what a link said
 * @param directory the folder that holds, or will hold, the torrent's root
 * @param peers to try first
 * @param storage the name of a storage provider; empty for the one of the settings
 * @param sequential whether to fetch pieces in their order
 * @param seedOnly fetch nothing, serve what is there
 * @param filePriorities one a file, 0..7; empty for all normal, or for those that the magnet link selects (BEP 53)
 * @param paused whether to wait for {@link TorrentHandle#resume}
 */
public record AddTorrent(
        Optional<Metainfo> metainfo,
        Optional<MagnetLink> magnet,
        Path directory,
        List<PeerAddress> peers,
        Optional<String> storage,
        boolean sequential,
        boolean seedOnly,
        List<Integer> filePriorities,
        boolean paused) {
    public AddTorrent {
        if (metainfo.isPresent() == magnet.isPresent()) {
            throw new IllegalArgumentException("either a metainfo or a magnet link (expected: one of them)");
        }
        peers = List.copyOf(peers);
        filePriorities = List.copyOf(filePriorities);
        directory = directory.toAbsolutePath().normalize();
    }

    public static AddTorrent of(Metainfo metainfo, Path directory) {
        return new AddTorrent(
                Optional.of(metainfo),
                Optional.empty(),
                directory,
                List.of(),
                Optional.empty(),
                false,
                false,
                List.of(),
                false);
    }

    public static AddTorrent of(MagnetLink magnet, Path directory) {
        return new AddTorrent(
                Optional.empty(),
                Optional.of(magnet),
                directory,
                List.of(),
                Optional.empty(),
                false,
                false,
                List.of(),
                false);
    }

    public AddTorrent withPeers(List<PeerAddress> known) {
        return new AddTorrent(
                metainfo, magnet, directory, known, storage, sequential, seedOnly, filePriorities, paused);
    }

    public AddTorrent withStorage(String provider) {
        return new AddTorrent(
                metainfo,
                magnet,
                directory,
                peers,
                Optional.of(provider),
                sequential,
                seedOnly,
                filePriorities,
                paused);
    }

    public AddTorrent inSequence() {
        return new AddTorrent(metainfo, magnet, directory, peers, storage, true, seedOnly, filePriorities, paused);
    }

    public AddTorrent onlyToSeed() {
        return new AddTorrent(metainfo, magnet, directory, peers, storage, sequential, true, filePriorities, paused);
    }

    public AddTorrent withFilePriorities(List<Integer> priorities) {
        return new AddTorrent(metainfo, magnet, directory, peers, storage, sequential, seedOnly, priorities, paused);
    }

    public AddTorrent thenPaused() {
        return new AddTorrent(metainfo, magnet, directory, peers, storage, sequential, seedOnly, filePriorities, true);
    }
}
