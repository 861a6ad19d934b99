package io.spate.plugin.dht.krpc;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeList;
import io.spate.api.bencode.BencodeRead;
import io.spate.api.bencode.BencodeSpan;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads datagrams of strangers. What is wrong with a query that can be answered is said in {@link BadQuery}; any other nonsense is
 * no message. Unsorted keys, needless zeros, junk behind the message, unknown keys and optional values of a wrong kind are passed
 * over. Never more is read than a datagram holds, and of lists only so much as an honest node would send.
 */
public final class KrpcDecoder {
    /** A longer datagram is none of the DHT: an item has 1,000 bytes, and goes into one packet. */
    public static final int MAX_DATAGRAM = 1500;

    private static final int MAX_TRANSACTION = 20;
    private static final int MAX_TOKEN = 128;
    private static final int MAX_NODES = 32;
    private static final int MAX_VALUES = 200;
    private static final int MAX_SAMPLES = 60;
    private static final int MAX_REASON = 200;
    private static final int FILTER_LENGTH = 256;
    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;
    private static final int MAX_SALT = 64;
    private static final int MAX_INTERVAL_SECONDS = 21600; // BEP 51

    private final byte[] datagram;
    private final BencodeDictionary message;
    private final byte[] transaction;

    private KrpcDecoder(byte[] datagram, BencodeDictionary message, byte[] transaction) {
        this.datagram = datagram;
        this.message = message;
        this.transaction = transaction;
    }

    /** @param datagram not to be changed afterwards */
    public static Optional<KrpcMessage> decode(byte[] datagram) {
        if (datagram.length > MAX_DATAGRAM || datagram.length == 0 || datagram[0] != 'd') {
            return Optional.empty();
        }
        Optional<BencodeDictionary> read = Bencode.tryReadTolerant(datagram)
                .map(BencodeRead::value)
                .filter(BencodeDictionary.class::isInstance)
                .map(BencodeDictionary.class::cast);
        Optional<byte[]> transaction = read.flatMap(message -> bytes(message, "t"))
                .filter(bytes -> bytes.length >= 1 && bytes.length <= MAX_TRANSACTION);
        return transaction.flatMap(t -> new KrpcDecoder(datagram, read.get(), t).message());
    }

    private Optional<KrpcMessage> message() {
        return switch (message.text("y").orElse("")) {
            case "q" -> Optional.of(query());
            case "r" -> message.dictionary("r").flatMap(this::reply);
            case "e" -> Optional.of(failure());
            default -> Optional.empty();
        };
    }

    // Queries

    private KrpcMessage query() {
        Optional<BencodeDictionary> arguments = message.dictionary("a");
        Optional<NodeId> id = arguments.flatMap(a -> id(a, "id"));
        if (id.isEmpty()) {
            return bad(ErrorCode.PROTOCOL, "no id of 20 bytes");
        }
        boolean readOnly = isSet(message, "ro");
        try {
            return new Query(transaction, id.get(), arguments(arguments.get()), readOnly);
        } catch (Unusable e) {
            return bad(e.code, e.getMessage());
        }
    }

    private BadQuery bad(ErrorCode code, String reason) {
        return new BadQuery(transaction, code, reason);
    }

    private Arguments arguments(BencodeDictionary a) throws Unusable {
        String method = message.text("q").orElse("");
        return switch (method) {
            case "ping" -> new Arguments.Ping();
            case "find_node" -> new Arguments.FindNode(required(a, "target"), want(a));
            case "get_peers" ->
                new Arguments.GetPeers(required(a, "info_hash"), want(a), isSet(a, "noseed"), isSet(a, "scrape"));
            case "announce_peer" -> announce(a);
            case "get" -> new Arguments.Get(required(a, "target"), a.integer("seq"), want(a));
            case "put" -> new Arguments.Put(putItem(a), a.integer("cas"), token(a));
            case "sample_infohashes" -> new Arguments.SampleInfoHashes(required(a, "target"), want(a));
            default -> unknown(method, a);
        };
    }

    private static Arguments.AnnouncePeer announce(BencodeDictionary a) throws Unusable {
        boolean implied = a.integer("implied_port").orElse(0) != 0;
        long port = a.integer("port").orElse(0);
        if (!implied && (port < 1 || port > 65535)) {
            throw new Unusable(ErrorCode.PROTOCOL, "port out of range");
        }
        int told = port >= 0 && port <= 65535 ? (int) port : 0;
        return new Arguments.AnnouncePeer(required(a, "info_hash"), told, implied, isSet(a, "seed"), token(a));
    }

    /** A put must be exact: what is stored is handed on and hashed, so it is taken byte for byte (BEP 44). */
    private ItemBody putItem(BencodeDictionary a) throws Unusable {
        byte[] value = valueBytes(a).orElseThrow(() -> new Unusable(ErrorCode.PROTOCOL, "no v"));
        if (a.string("k").isEmpty()) {
            return new ItemBody(value, Optional.empty());
        }
        byte[] salt = bytes(a, "salt").orElse(new byte[0]);
        if (salt.length > MAX_SALT) {
            throw new Unusable(ErrorCode.SALT_TOO_BIG, "salt longer than " + MAX_SALT + " bytes");
        }
        ItemBody.Signed signed = signed(a, salt)
                .orElseThrow(() -> new Unusable(ErrorCode.PROTOCOL, "k, seq or sig missing or of a wrong length"));
        return new ItemBody(value, Optional.of(signed));
    }

    private static Arguments unknown(String method, BencodeDictionary a) throws Unusable {
        Optional<NodeId> target = id(a, "target").or(() -> id(a, "info_hash"));
        return new Arguments.Unknown(
                method, target.orElseThrow(() -> new Unusable(ErrorCode.METHOD_UNKNOWN, "unknown method")), want(a));
    }

    private static NodeId required(BencodeDictionary a, String key) throws Unusable {
        return id(a, key).orElseThrow(() -> new Unusable(ErrorCode.PROTOCOL, "no " + key + " of 20 bytes"));
    }

    private static byte[] token(BencodeDictionary a) throws Unusable {
        return bytes(a, "token").orElseThrow(() -> new Unusable(ErrorCode.PROTOCOL, "no token"));
    }

    private static Want want(BencodeDictionary a) {
        Optional<BencodeList> list = a.list("want");
        if (list.isEmpty()) {
            return Want.UNSAID;
        }
        List<BencodeString> families = list.get().strings();
        return new Want(
                families.stream().anyMatch(each -> each.is("n4")),
                families.stream().anyMatch(each -> each.is("n6")),
                true);
    }

    // Replies

    private Optional<KrpcMessage> reply(BencodeDictionary r) {
        Optional<NodeId> id = id(r, "id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Reply.to(transaction, id.get())
                .nodes(nodes(r))
                .token(bytes(r, "token").filter(token -> token.length <= MAX_TOKEN))
                .values(values(r))
                .scrape(scrape(r))
                .item(valueBytes(r).flatMap(value -> item(r, value)))
                .seq(r.integer("seq"))
                .samples(samples(r))
                .seenAs(bytes(message, "ip").flatMap(Compact::endpoint))
                .build());
    }

    private static Map<Family, List<NodeInfo>> nodes(BencodeDictionary r) {
        Map<Family, List<NodeInfo>> nodes = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            bytes(r, family.nodesKey()).ifPresent(bytes -> nodes.put(family, Compact.nodes(bytes, family, MAX_NODES)));
        }
        return nodes;
    }

    private static List<InetSocketAddress> values(BencodeDictionary r) {
        return r.list("values").stream()
                .flatMap(list -> list.strings().stream())
                .limit(MAX_VALUES)
                .flatMap(value -> Compact.endpoint(value.toBytes()).stream())
                .toList();
    }

    private static Optional<Reply.Scrape> scrape(BencodeDictionary r) {
        Optional<byte[]> seeds = bytes(r, "BFsd").filter(filter -> filter.length == FILTER_LENGTH);
        Optional<byte[]> peers = bytes(r, "BFpe").filter(filter -> filter.length == FILTER_LENGTH);
        return seeds.isPresent() && peers.isPresent()
                ? Optional.of(new Reply.Scrape(seeds.get(), peers.get()))
                : Optional.empty();
    }

    private static Optional<ItemBody> item(BencodeDictionary r, byte[] value) {
        if (r.string("k").isEmpty()) {
            return Optional.of(new ItemBody(value, Optional.empty()));
        }
        return signed(r, new byte[0]).map(signed -> new ItemBody(value, Optional.of(signed)));
    }

    private static Optional<Reply.Samples> samples(BencodeDictionary r) {
        Optional<byte[]> bytes = bytes(r, "samples");
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        int count = Math.min(bytes.get().length / NodeId.LENGTH, MAX_SAMPLES);
        List<NodeId> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hashes.add(NodeId.of(Arrays.copyOfRange(bytes.get(), i * NodeId.LENGTH, (i + 1) * NodeId.LENGTH)));
        }
        long total = Math.max(hashes.size(), Math.min(r.integer("num").orElse(0), Integer.MAX_VALUE));
        long seconds = Math.max(0, Math.min(r.integer("interval").orElse(0), MAX_INTERVAL_SECONDS));
        return Optional.of(new Reply.Samples(hashes, (int) total, Duration.ofSeconds(seconds)));
    }

    private KrpcMessage failure() {
        int code = ErrorCode.GENERIC.number();
        String reason = "";
        for (BencodeValue each : message.list("e").orElseGet(BencodeList::of)) {
            if (each instanceof BencodeInteger integer) {
                code = (int) Math.max(0, Math.min(integer.value().orElse(code), 9999));
            } else if (each instanceof BencodeString text) {
                reason = text.text();
            }
        }
        return new Failure(transaction, code, reason.substring(0, Math.min(reason.length(), MAX_REASON)));
    }

    // Both

    private static Optional<ItemBody.Signed> signed(BencodeDictionary from, byte[] salt) {
        Optional<byte[]> key = bytes(from, "k").filter(bytes -> bytes.length == KEY_LENGTH);
        Optional<byte[]> signature = bytes(from, "sig").filter(bytes -> bytes.length == SIGNATURE_LENGTH);
        OptionalLong seq = from.integer("seq");
        return key.isPresent() && signature.isPresent() && seq.isPresent()
                ? Optional.of(new ItemBody.Signed(key.get(), salt, seq.getAsLong(), signature.get()))
                : Optional.empty();
    }

    private Optional<byte[]> valueBytes(BencodeDictionary from) {
        return from.span("v").map(this::bytes);
    }

    private byte[] bytes(BencodeSpan span) {
        return Arrays.copyOfRange(datagram, span.offset(), span.end());
    }

    private static Optional<NodeId> id(BencodeDictionary from, String key) {
        return from.string(key)
                .filter(string -> string.length() == NodeId.LENGTH)
                .map(string -> NodeId.of(string.toBytes()));
    }

    private static Optional<byte[]> bytes(BencodeDictionary from, String key) {
        return from.string(key).map(BencodeString::toBytes);
    }

    private static boolean isSet(BencodeDictionary from, String key) {
        return from.integer(key).orElse(0) == 1;
    }

    /** A query that is answered with an error. Made often and by anybody: without a stack trace. */
    private static final class Unusable extends Exception {
        private final ErrorCode code;

        private Unusable(ErrorCode code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }
    }
}
