package io.spate.plugin.dht.krpc;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes messages, one a datagram, in canonical form. */
public final class KrpcEncoder {
    /** {@code v}: by which other clients know us (BEP 20), and a version. */
    private static final BencodeString VERSION = BencodeString.of(new byte[] {'S', 'V', 0, 1});

    private KrpcEncoder() {}

    public static byte[] encode(KrpcMessage message) {
        BencodeDictionary.Builder out =
                BencodeDictionary.builder().put("t", message.transaction()).put("v", VERSION);
        if (message instanceof Query query) {
            query(query, out);
        } else if (message instanceof Reply reply) {
            reply(reply, out);
        } else if (message instanceof Failure failure) {
            error(failure.code(), failure.reason(), out);
        } else if (message instanceof BadQuery bad) {
            error(bad.code().number(), bad.reason(), out);
        }
        return Bencode.write(out.build());
    }

    private static void query(Query query, BencodeDictionary.Builder out) {
        BencodeDictionary.Builder arguments =
                BencodeDictionary.builder().put("id", query.id().toBytes());
        arguments(query.arguments(), arguments);
        out.put("y", "q").put("q", query.arguments().method()).put("a", arguments.build());
        if (query.readOnly()) {
            out.put("ro", 1);
        }
    }

    private static void arguments(Arguments arguments, BencodeDictionary.Builder out) {
        if (arguments instanceof Arguments.GetPeers getPeers) {
            out.put("info_hash", getPeers.target().toBytes());
            flag("noseed", getPeers.noSeed(), out);
            flag("scrape", getPeers.scrape(), out);
        } else if (arguments instanceof Arguments.Targeted targeted) {
            out.put("target", targeted.target().toBytes());
        }
        if (arguments instanceof Arguments.Targeted targeted) {
            want(targeted.want(), out);
        }
        if (arguments instanceof Arguments.Get get) {
            get.seq().ifPresent(seq -> out.put("seq", seq));
        } else if (arguments instanceof Arguments.AnnouncePeer announce) {
            announce(announce, out);
        } else if (arguments instanceof Arguments.Put put) {
            put.cas().ifPresent(cas -> out.put("cas", cas));
            out.put("token", put.token());
            item(put.item(), out);
            put.item().signed().filter(by -> by.salt().length > 0).ifPresent(by -> out.put("salt", by.salt()));
        }
    }

    private static void announce(Arguments.AnnouncePeer announce, BencodeDictionary.Builder out) {
        out.put("info_hash", announce.infoHash().toBytes())
                .put("port", announce.port())
                .put("token", announce.token());
        flag("implied_port", announce.impliedPort(), out);
        flag("seed", announce.seed(), out);
    }

    private static void want(Want want, BencodeDictionary.Builder out) {
        if (want.given()) {
            List<BencodeValue> families = new ArrayList<>();
            if (want.ipv4()) {
                families.add(BencodeString.of("n4"));
            }
            if (want.ipv6()) {
                families.add(BencodeString.of("n6"));
            }
            out.put("want", new BencodeList(families));
        }
    }

    private static void flag(String name, boolean on, BencodeDictionary.Builder out) {
        if (on) {
            out.put(name, 1);
        }
    }

    private static void item(ItemBody item, BencodeDictionary.Builder out) {
        item.canonical().ifPresent(value -> out.put("v", value));
        item.signed()
                .ifPresent(
                        by -> out.put("k", by.publicKey()).put("seq", by.seq()).put("sig", by.signature()));
    }

    private static void reply(Reply reply, BencodeDictionary.Builder out) {
        BencodeDictionary.Builder values =
                BencodeDictionary.builder().put("id", reply.id().toBytes());
        reply.nodes().forEach((family, nodes) -> values.put(family.nodesKey(), Compact.nodes(nodes, family)));
        reply.token().ifPresent(token -> values.put("token", token));
        if (!reply.values().isEmpty()) {
            values.put("values", endpoints(reply.values()));
        }
        reply.scrape().ifPresent(scrape -> values.put("BFsd", scrape.seeds()).put("BFpe", scrape.peers()));
        reply.seq().ifPresent(seq -> values.put("seq", seq));
        reply.item().ifPresent(item -> item(item, values));
        reply.samples().ifPresent(samples -> samples(samples, values));
        out.put("y", "r").put("r", values.build());
        reply.seenAs().ifPresent(asker -> out.put("ip", Compact.endpoint(asker)));
    }

    private static BencodeList endpoints(List<InetSocketAddress> peers) {
        List<BencodeValue> compact = new ArrayList<>(peers.size());
        peers.forEach(peer -> compact.add(BencodeString.of(Compact.endpoint(peer))));
        return new BencodeList(compact);
    }

    private static void samples(Reply.Samples samples, BencodeDictionary.Builder out) {
        ByteBuffer hashes = ByteBuffer.allocate(samples.hashes().size() * NodeId.LENGTH);
        samples.hashes().forEach(hash -> hash.write(hashes));
        out.put("samples", hashes.array())
                .put("num", samples.total())
                .put("interval", samples.interval().toSeconds());
    }

    private static void error(int code, String reason, BencodeDictionary.Builder out) {
        out.put("y", "e").put("e", BencodeList.of(BencodeInteger.of(code), BencodeString.of(reason)));
    }
}
