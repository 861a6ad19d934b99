package io.spate.plugin.dht.krpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Addresses and nodes as messages carry them: big-endian, one behind the other (BEP 5, 32). Reading drops port 0 and odd rests. */
public final class Compact {
    private Compact() {}

    /** 6 or 18 bytes; empty for any other length, and for port 0. */
    public static Optional<InetSocketAddress> endpoint(byte[] bytes) {
        for (Family family : Family.values()) {
            if (bytes.length == family.endpointLength()) {
                return endpoint(ByteBuffer.wrap(bytes), family);
            }
        }
        return Optional.empty();
    }

    public static byte[] endpoint(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        return ByteBuffer.allocate(ip.length + 2)
                .put(ip)
                .putShort((short) address.getPort())
                .array();
    }

    /** @param atMost how many to read */
    public static List<NodeInfo> nodes(byte[] bytes, Family family, int atMost) {
        int count = Math.min(bytes.length / (NodeId.LENGTH + family.endpointLength()), atMost);
        List<NodeInfo> nodes = new ArrayList<>(count);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int i = 0; i < count; i++) {
            NodeId id = NodeId.read(in);
            endpoint(in, family)
                    .filter(address -> Family.of(address.getAddress()) == family)
                    .ifPresent(address -> nodes.add(new NodeInfo(id, address)));
        }
        return nodes;
    }

    public static byte[] nodes(Collection<NodeInfo> nodes, Family family) {
        ByteBuffer out = ByteBuffer.allocate(nodes.size() * (NodeId.LENGTH + family.endpointLength()));
        for (NodeInfo node : nodes) {
            node.id().write(out);
            out.put(endpoint(node.address()));
        }
        return out.array();
    }

    private static Optional<InetSocketAddress> endpoint(ByteBuffer in, Family family) {
        byte[] ip = new byte[family.addressLength()];
        in.get(ip);
        int port = in.getShort() & 0xFFFF;
        if (port == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(ip), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + ip.length + " bytes", e);
        }
    }
}
