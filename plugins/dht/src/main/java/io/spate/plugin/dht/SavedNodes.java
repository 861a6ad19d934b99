package io.spate.plugin.dht;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeRead;
import io.spate.api.bencode.BencodeString;
import io.spate.plugin.dht.krpc.Compact;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session knows of the DHT at its end, for the next: our ids, and nodes that answered lately. What cannot be read is as if
 * it had not been there.
 *
 * @param ids of our nodes, by the address they listen at, in numbers
 */
record SavedNodes(Map<String, NodeId> ids, Map<Family, List<NodeInfo>> nodes) {
    /** Nodes of a family that are kept. */
    static final int MAX_NODES = 300;

    static final SavedNodes NONE = new SavedNodes(Map.of(), Map.of());

    SavedNodes {
        ids = Map.copyOf(ids);
        nodes = Map.copyOf(nodes);
    }

    byte[] encode() {
        BencodeDictionary.Builder byAddress = BencodeDictionary.builder();
        ids.forEach((address, id) -> byAddress.put(address, id.toBytes()));
        BencodeDictionary.Builder out = BencodeDictionary.builder().put("ids", byAddress.build());
        nodes.forEach((family, known) -> out.put(key(family), Compact.nodes(atMost(known), family)));
        return Bencode.write(out.build());
    }

    static SavedNodes decode(byte[] bytes) {
        Optional<BencodeDictionary> read = Bencode.tryReadTolerant(bytes)
                .map(BencodeRead::value)
                .filter(BencodeDictionary.class::isInstance)
                .map(BencodeDictionary.class::cast);
        if (read.isEmpty()) {
            return NONE;
        }
        Map<String, NodeId> ids = new HashMap<>();
        read.get()
                .dictionary("ids")
                .ifPresent(saved -> saved.forEach((address, id) -> {
                    if (id instanceof BencodeString string && string.length() == NodeId.LENGTH) {
                        ids.put(address.text(), NodeId.of(string.toBytes()));
                    }
                }));
        Map<Family, List<NodeInfo>> nodes = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            read.get()
                    .string(key(family))
                    .ifPresent(known -> nodes.put(family, Compact.nodes(known.toBytes(), family, MAX_NODES)));
        }
        return new SavedNodes(ids, nodes);
    }

    private static String key(Family family) {
        return family == Family.IPV4 ? "nodes" : "nodes6";
    }

    private static List<NodeInfo> atMost(List<NodeInfo> nodes) {
        return nodes.subList(0, Math.min(nodes.size(), MAX_NODES));
    }
}
