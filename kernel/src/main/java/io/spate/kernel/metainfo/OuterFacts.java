package io.spate.kernel.metainfo;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what stands beside the info dictionary. Nothing here refuses a torrent: what is no use is left out. */
final class OuterFacts {
    private final BencodeDictionary top;

    OuterFacts(BencodeDictionary top) {
        this.top = top;
    }

    List<List<String>> trackers() {
        List<List<String>> tiers = new ArrayList<>();
        for (BencodeValue tier : list(top, "announce-list")) {
            if (tier instanceof BencodeList urls) {
                tiers.add(urls.strings().stream().flatMap(OuterFacts::tracker).toList());
            }
        }
        tiers.removeIf(List::isEmpty);
        if (tiers.isEmpty()) {
            top.string("announce").stream().flatMap(OuterFacts::tracker).forEach(url -> tiers.add(List.of(url)));
        }
        return tiers;
    }

    /** @param severalFiles whether the seed is asked for files by their paths, so that its URL is a directory's */
    List<String> urlSeeds(boolean severalFiles) {
        return urlSeeds(urls("url-list").map(BencodeString::text), severalFiles);
    }

    static List<String> urlSeeds(Stream<String> urls, boolean severalFiles) {
        return urls.distinct()
                .map(Urls::escaped)
                .map(url -> severalFiles && !url.endsWith("/") ? url + "/" : url)
                .toList();
    }

    List<String> httpSeeds() {
        return urls("httpseeds").map(BencodeString::text).toList();
    }

    List<HostAndPort> dhtNodes() {
        List<HostAndPort> nodes = new ArrayList<>();
        for (BencodeValue node : list(top, "nodes")) {
            if (node instanceof BencodeList pair
                    && pair.size() >= 2
                    && pair.values().get(0) instanceof BencodeString host
                    && pair.values().get(1) instanceof BencodeInteger port) {
                node(host.text(), port.value().orElse(0)).ifPresent(nodes::add);
            }
        }
        return nodes;
    }

    Optional<Instant> creationDate() {
        long seconds = FileFacts.number(top, "creation date");
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /** The text under the key, or, if there is one, that under the key with {@code .utf-8} after it. */
    Optional<String> text(String key) {
        return top.string(key + ".utf-8")
                .filter(text -> !text.isEmpty())
                .or(() -> top.string(key).filter(text -> !text.isEmpty()))
                .map(CodePoints::text);
    }

    /** BEP 38; inside the info dictionary or beside it. */
    List<InfoHash> similar(BencodeDictionary info) {
        return both(info, "similar")
                .filter(hash -> hash.length() == InfoHash.V1_LENGTH)
                .map(hash -> InfoHash.of(hash.toBytes()))
                .toList();
    }

    /** BEP 38; inside the info dictionary or beside it. */
    List<String> collections(BencodeDictionary info) {
        return both(info, "collections").map(BencodeString::text).toList();
    }

    private Stream<BencodeString> both(BencodeDictionary info, String key) {
        return Stream.of(info, top).flatMap(dictionary -> list(dictionary, key).strings().stream());
    }

    private Stream<BencodeString> urls(String key) {
        Stream<BencodeString> urls =
                top.string(key).isPresent() ? top.string(key).stream() : list(top, key).strings().stream();
        return urls.filter(url -> !url.isEmpty());
    }

    private static Stream<String> tracker(BencodeString url) {
        return Stream.of(url.text().stripLeading()).filter(Urls::isTracker);
    }

    private static Optional<HostAndPort> node(String host, long port) {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return HostAndPort.parse(shown + ":" + port).filter(node -> node.port() > 0);
    }

    private static BencodeList list(BencodeDictionary dictionary, String key) {
        return dictionary.list(key).orElseGet(BencodeList::of);
    }
}
