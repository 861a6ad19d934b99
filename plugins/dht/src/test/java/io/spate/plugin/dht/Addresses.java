package io.spate.plugin.dht;

import io.spate.api.PeerAddress;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.routing.BoundIds;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;

/** Addresses and nodes by their texts, for tests. */
public final class Addresses {
    private Addresses() {}

    /** @param text such as {@code 192.0.2.1:6881} */
    public static InetSocketAddress at(String text) {
        return PeerAddress.parse(text).orElseThrow().socketAddress().orElseThrow();
    }

    public static InetAddress ip(String text) {
        return at((text.contains(":") ? "[" + text + "]" : text) + ":1").getAddress();
    }

    /** Number {@code n} of many, in a /24 of its own, with an id that fits (BEP 42). */
    public static NodeInfo node(int n) {
        InetSocketAddress address = at("20." + (n >> 8 & 255) + "." + (n & 255) + ".9:6881");
        return new NodeInfo(BoundIds.create(address.getAddress(), new Random(n)), address);
    }

    /** At the address of number {@code n}, with an id that shares so many bits with another. */
    public static NodeInfo near(NodeId target, int sharedBits, int n) {
        return new NodeInfo(target.randomSharing(sharedBits, new Random(n)), node(n).address());
    }
}
