package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.ErrorCode;
import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.ItemBody;
import io.spate.plugin.dht.krpc.KrpcMessage;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Query;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.store.ItemStore;
import io.spate.plugin.dht.store.PeerStore;
import io.spate.plugin.dht.store.Tokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers the queries of others from what the node knows and keeps. No answer is longer than BEP 32 allows, but for an item. */
final class Responder {
    /** Bytes of the longest datagram (BEP 32). */
    private static final int MAX_REPLY = 1024;
    /** Bytes of a reply besides nodes, values and filters. */
    private static final int FRAME = 150;

    private static final int MAX_VALUES_4 = 100;
    private static final int MAX_VALUES_6 = 25;

    private final Family family;
    private final Knowledge knowledge;
    private final PeerStore peers;
    private final ItemStore items;
    private final Tokens tokens;

    Responder(Family family, Knowledge knowledge, PeerStore peers, ItemStore items, Tokens tokens) {
        this.family = family;
        this.knowledge = knowledge;
        this.peers = peers;
        this.items = items;
        this.tokens = tokens;
    }

    /** What the node knows of the network. */
    interface Knowledge {
        NodeId own();

        /** Of a family that we do not take part in: nobody. */
        List<NodeInfo> closest(NodeId target, Family of);
    }

    KrpcMessage answer(Query query, InetSocketAddress from, long now) {
        Reply.Builder reply = Reply.to(query.transaction(), knowledge.own()).seenAs(Optional.of(from));
        Arguments arguments = query.arguments();
        Optional<Failure> failure = Optional.empty();
        if (arguments instanceof Arguments.AnnouncePeer announce) {
            failure = announce(announce, query, from, now);
        } else if (arguments instanceof Arguments.Put put) {
            failure = put(put, query, from, now);
        } else if (arguments instanceof Arguments.Targeted targeted) {
            boolean isLong = fill(targeted, from, now, reply);
            reply.nodes(nodes(targeted, isLong));
        }
        return failure.map(KrpcMessage.class::cast).orElseGet(reply::build);
    }

    /** @return whether there is no room for nodes of the other family */
    private boolean fill(Arguments.Targeted arguments, InetSocketAddress from, long now, Reply.Builder reply) {
        if (arguments instanceof Arguments.GetPeers getPeers) {
            return peers(getPeers, from.getAddress(), now, reply);
        }
        if (arguments instanceof Arguments.Get get) {
            return item(get, from.getAddress(), now, reply);
        }
        if (arguments instanceof Arguments.SampleInfoHashes) {
            reply.samples(Optional.of(peers.sample(now)));
        }
        return false;
    }

    private boolean peers(Arguments.GetPeers arguments, InetAddress from, long now, Reply.Builder reply) {
        NodeId infoHash = arguments.target();
        // Without a token nobody announces: who has no room for more says so (BEP 33).
        reply.token(peers.hasRoom(infoHash, from) ? Optional.of(tokens.create(from, infoHash, now)) : Optional.empty());
        Optional<Reply.Scrape> scrape = arguments.scrape() ? peers.scrape(infoHash, now) : Optional.empty();
        reply.scrape(scrape);
        if (scrape.isEmpty()) {
            reply.values(peers.find(infoHash, maxValues(arguments.want()), arguments.noSeed(), now));
        }
        return scrape.isPresent();
    }

    private int maxValues(Want want) {
        int nodes = 0;
        for (Family each : Family.values()) {
            nodes += want.includes(each, family) ? (each == Family.IPV4 ? 26 : 38) * 8 : 0;
        }
        int room = MAX_REPLY - FRAME - nodes;
        return family == Family.IPV4 ? Math.min(MAX_VALUES_4, room / 8) : Math.min(MAX_VALUES_6, room / 21);
    }

    private boolean item(Arguments.Get get, InetAddress from, long now, Reply.Builder reply) {
        reply.token(Optional.of(tokens.create(from, get.target(), now)));
        Optional<ItemBody> item = items.find(get.target(), now);
        OptionalLong seq = item.map(ItemBody::seq).orElseGet(OptionalLong::empty);
        boolean isKnown = seq.isPresent()
                && get.seq().isPresent()
                && seq.getAsLong() <= get.seq().getAsLong();
        reply.seq(seq);
        reply.item(isKnown ? Optional.empty() : item);
        return item.isPresent() && !isKnown;
    }

    private Map<Family, List<NodeInfo>> nodes(Arguments.Targeted arguments, boolean oneFamilyOnly) {
        Map<Family, List<NodeInfo>> nodes = new EnumMap<>(Family.class);
        for (Family each : Family.values()) {
            boolean wanted = arguments.want().includes(each, family);
            if (oneFamilyOnly ? each == family : wanted) {
                nodes.put(each, knowledge.closest(arguments.target(), each));
            }
        }
        return nodes;
    }

    private Optional<Failure> announce(Arguments.AnnouncePeer announce, Query query, InetSocketAddress from, long now) {
        if (!tokens.isValid(announce.token(), from.getAddress(), announce.infoHash(), now)) {
            return failure(query, ErrorCode.PROTOCOL, "bad token");
        }
        int port = announce.impliedPort() ? from.getPort() : announce.port();
        InetSocketAddress peer = new InetSocketAddress(from.getAddress(), port);
        return peers.announce(announce.infoHash(), peer, announce.seed(), now)
                ? Optional.empty()
                : failure(query, ErrorCode.SERVER, "no room");
    }

    private Optional<Failure> put(Arguments.Put put, Query query, InetSocketAddress from, long now) {
        if (!tokens.isValid(put.token(), from.getAddress(), ItemStore.target(put.item()), now)) {
            return failure(query, ErrorCode.PROTOCOL, "bad token");
        }
        return items.put(put.item(), put.cas(), from.getAddress(), knowledge.own(), now)
                .flatMap(code -> failure(query, code, reason(code)));
    }

    private static String reason(ErrorCode code) {
        return switch (code) {
            case VALUE_TOO_BIG -> "v longer than 1000 bytes";
            case BAD_SIGNATURE -> "invalid signature";
            case CAS_MISMATCH -> "another version is stored";
            case SEQ_TOO_OLD -> "a newer version is stored";
            case SALT_TOO_BIG -> "salt too long";
            case PROTOCOL -> "v is not bencoded, or seq is negative";
            case GENERIC, SERVER, METHOD_UNKNOWN -> "not stored";
        };
    }

    private static Optional<Failure> failure(Query query, ErrorCode code, String reason) {
        return Optional.of(new Failure(query.transaction(), code, reason));
    }
}
