package io.spate.plugin.dht;

import io.spate.api.HostAndPort;
import io.spate.api.plugin.Settings;
import io.spate.plugin.dht.lookup.LookupRules;
import io.spate.plugin.dht.node.NodeSettings;
import io.spate.plugin.dht.routing.TableRules;
import io.spate.plugin.dht.store.StoreLimits;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/**
 * {@code spate.plugins.dht}.
 *
 * @param routers that are asked the way when nobody else is known
 * @param bootstrap nodes to begin with
 * @param announceInterval between two announces of a torrent
 * @param impliedPort whether nodes are told to take the port that our datagrams come from
 * @param republishInterval between two puts of an item that is to be kept
 * @param pollInterval between two looks at a key that is followed
 * @param saveInterval between two savings of the routing tables
 */
record DhtSettings(
        List<HostAndPort> routers,
        List<HostAndPort> bootstrap,
        Duration announceInterval,
        ImpliedPort impliedPort,
        Duration republishInterval,
        Duration pollInterval,
        Duration saveInterval,
        NodeSettings node) {
    /** When an announce says that the port of our datagrams is meant (BEP 5). */
    enum ImpliedPort {
        NEVER,
        /** Behind a NAT, if peers may come by uTP: it uses the port of the datagrams, which we cannot know. */
        AUTO,
        ALWAYS;

        boolean isMeant(boolean speaksUtp, boolean behindNat) {
            return switch (this) {
                case NEVER -> false;
                case AUTO -> speaksUtp && behindNat;
                case ALWAYS -> true;
            };
        }
    }

    DhtSettings {
        routers = List.copyOf(routers);
        bootstrap = List.copyOf(bootstrap);
    }

    @Inject
    DhtSettings(Settings settings) {
        this(
                addresses(settings, "routers"),
                addresses(settings, "bootstrap"),
                settings.duration("announce-interval", Duration.ofMinutes(1), Duration.ofMinutes(30)),
                settings.choice("implied-port", ImpliedPort.class),
                settings.duration("republish-interval", Duration.ofMinutes(1), Duration.ofHours(2)),
                settings.duration("poll-interval", Duration.ofSeconds(5), Duration.ofHours(2)),
                settings.duration("save-interval", Duration.ofSeconds(10), Duration.ofHours(24)),
                node(settings));
    }

    private static NodeSettings node(Settings settings) {
        return new NodeSettings(
                new LookupRules(
                        settings.integer("search-branching", 1, 32),
                        settings.bool("restrict-search-ips"),
                        settings.bool("enforce-node-id")),
                new TableRules(
                        settings.bool("restrict-routing-ips"),
                        settings.bool("extended-routing-table"),
                        settings.integer("max-fail-count", 1, 100)),
                store(settings),
                settings.bool("read-only"),
                settings.integer("max-searches", 1, 1000),
                settings.integer("max-waiting-searches", 0, 100_000),
                settings.duration("query-timeout", Duration.ofSeconds(2), Duration.ofMinutes(1)),
                settings.bytes("upload-rate-limit", 0, Integer.MAX_VALUE),
                settings.bytes("download-rate-limit", 0, Integer.MAX_VALUE),
                settings.integer("block-ratelimit", 1, 100_000),
                settings.duration("block-timeout", Duration.ofSeconds(1), Duration.ofDays(1)));
    }

    private static StoreLimits store(Settings settings) {
        return new StoreLimits(
                settings.integer("max-torrents", 0, 1_000_000),
                settings.integer("max-peers", 1, 6000),
                settings.integer("max-items", 0, 1_000_000),
                settings.duration("peer-lifetime", Duration.ofMinutes(1), Duration.ofHours(24)),
                settings.duration("item-lifetime", Duration.ofMinutes(1), Duration.ofHours(24)),
                settings.integer("max-samples", 0, 20),
                settings.duration("sample-interval", Duration.ZERO, Duration.ofSeconds(21600)));
    }

    private static List<HostAndPort> addresses(Settings settings, String key) {
        return settings.texts(key).stream()
                .map(text -> HostAndPort.parse(text)
                        .filter(parsed -> parsed.port() > 0)
                        .orElseThrow(() -> settings.fault(key, "\"" + text + "\"", "a host and a port")))
                .toList();
    }
}
