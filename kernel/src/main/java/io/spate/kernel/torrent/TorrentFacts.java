package io.spate.kernel.torrent;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHashes;
import io.spate.api.metainfo.MagnetLink;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.session.AddTorrent;
import io.spate.kernel.metainfo.PathRules;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a torrent, as others may see it: what its metainfo says, or what its magnet link says.
 *
 * @param name safe as the name of a file
 * @param trackers URLs by tier
 * @param dhtNodes to enter the DHT by
 */
record TorrentFacts(
        InfoHashes infoHashes,
        String name,
        boolean isPrivate,
        List<List<String>> trackers,
        List<HostAndPort> dhtNodes,
        Optional<Metainfo> metainfo) {
    static TorrentFacts of(AddTorrent added) {
        return added.metainfo()
                .map(TorrentFacts::of)
                .orElseGet(() -> of(added.magnet().orElseThrow()));
    }

    static TorrentFacts of(Metainfo metainfo) {
        return new TorrentFacts(
                metainfo.infoHashes(),
                metainfo.name(),
                metainfo.isPrivate(),
                metainfo.trackers(),
                metainfo.dhtNodes(),
                Optional.of(metainfo));
    }

    private static TorrentFacts of(MagnetLink magnet) {
        return new TorrentFacts(
                magnet.infoHashes(),
                magnet.name().flatMap(PathRules.ofThisSystem()::name).orElseGet(() -> magnet.infoHashes()
                        .toString()),
                false,
                magnet.trackers().stream().map(List::of).toList(),
                magnet.dhtNodes(),
                Optional.empty());
    }
}
