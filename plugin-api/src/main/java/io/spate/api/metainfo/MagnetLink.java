package io.spate.api.metainfo;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHashes;
import io.spate.api.PeerAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a magnet link says (BEP 9, 53).
 *
 * @param name to show while there is no metadata; unsafe as a path
 * @param trackers URLs of a known scheme and with a host, each a tier of its own
 * @param webSeeds URLs of any scheme (BEP 19)
 * @param peers to try first
 * @param dhtNodes to enter the DHT by; the ports are 1..65535
 * @param selectOnly numbers of the files to fetch, ascending; empty for all
 */
public record MagnetLink(
        InfoHashes infoHashes,
        Optional<String> name,
        List<String> trackers,
        List<String> webSeeds,
        List<PeerAddress> peers,
        List<HostAndPort> dhtNodes,
        List<Integer> selectOnly) {
    public MagnetLink {
        trackers = List.copyOf(trackers);
        webSeeds = List.copyOf(webSeeds);
        peers = List.copyOf(peers);
        dhtNodes = List.copyOf(dhtNodes);
        selectOnly = List.copyOf(selectOnly);
    }

    /** A link that says nothing but which torrent. */
    public static MagnetLink of(InfoHashes infoHashes) {
        return new MagnetLink(infoHashes, Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** The link to a torrent, with its name, trackers and web seeds. */
    public static MagnetLink of(Metainfo metainfo) {
        return new MagnetLink(
                metainfo.infoHashes(),
                Optional.of(metainfo.name()),
                metainfo.trackers().stream().flatMap(List::stream).toList(),
                metainfo.urlSeeds(),
                List.of(),
                metainfo.dhtNodes(),
                List.of());
    }

    /** The link as people pass it on. */
    public String toUri() {
        StringBuilder uri = new StringBuilder("magnet:?");
        infoHashes.v1().ifPresent(hash -> add(uri, "xt", "urn:btih:" + hash));
        infoHashes.v2().ifPresent(hash -> add(uri, "xt", "urn:btmh:1220" + hash));
        name.ifPresent(text -> add(uri, "dn", escape(text)));
        trackers.forEach(url -> add(uri, "tr", escape(url)));
        webSeeds.forEach(url -> add(uri, "ws", escape(url)));
        peers.forEach(peer -> add(uri, "x.pe", peer.toString()));
        dhtNodes.forEach(node -> add(uri, "dht", node.toString()));
        if (!selectOnly.isEmpty()) {
            add(
                    uri,
                    "so",
                    String.join(",", selectOnly.stream().map(String::valueOf).toList()));
        }
        return uri.toString();
    }

    private static void add(StringBuilder uri, String parameter, String value) {
        uri.append(uri.charAt(uri.length() - 1) == '?' ? "" : "&")
                .append(parameter)
                .append('=')
                .append(value);
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
