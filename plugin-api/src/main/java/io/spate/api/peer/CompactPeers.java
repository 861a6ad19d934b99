package io.spate.api.peer;

import io.netty.util.NetUtil;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Peers and nodes as trackers, the DHT and peer exchange send them: address and port, big-endian, one after another (BEP 5,
 * 7, 11, 23, 32). Reading takes the whole entries and ignores an odd rest; port 0 and addresses that nobody can reach stay
 * in, so that flags sent beside a list still fit it.
 */
public final class CompactPeers {
    /** Bytes of an IPv4 peer, in {@code peers} and {@code added}. */
    public static final int PEER_LENGTH = 6;
    /** Bytes of an IPv6 peer, in {@code peers6} and {@code added6}. */
    public static final int PEER6_LENGTH = 18;
    /** Bytes of an IPv4 node, in {@code nodes}. */
    public static final int NODE_LENGTH = InfoHash.V1_LENGTH + PEER_LENGTH;
    /** Bytes of an IPv6 node, in {@code nodes6}. */
    public static final int NODE6_LENGTH = InfoHash.V1_LENGTH + PEER6_LENGTH;

    private CompactPeers() {}

    /** @param atMost how many entries to read */
    public static List<PeerAddress> peers(byte[] bytes, int atMost) {
        return readPeers(bytes, PEER_LENGTH, atMost);
    }

    /** @param atMost how many entries to read; one mapped from IPv4 becomes the IPv4 address */
    public static List<PeerAddress> peers6(byte[] bytes, int atMost) {
        return readPeers(bytes, PEER6_LENGTH, atMost);
    }

    /** @param atMost how many entries to read */
    public static List<CompactNode> nodes(byte[] bytes, int atMost) {
        return readNodes(bytes, NODE_LENGTH, atMost);
    }

    /** @param atMost how many entries to read */
    public static List<CompactNode> nodes6(byte[] bytes, int atMost) {
        return readNodes(bytes, NODE6_LENGTH, atMost);
    }

    /** The IPv4 peers among these, 6 bytes each. */
    public static byte[] toPeers(Collection<PeerAddress> peers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(peers.size() * PEER_LENGTH);
        peers.forEach(peer -> write(peer, PEER_LENGTH, out));
        return out.toByteArray();
    }

    /** The IPv6 peers among these, 18 bytes each. */
    public static byte[] toPeers6(Collection<PeerAddress> peers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(peers.size() * PEER6_LENGTH);
        peers.forEach(peer -> write(peer, PEER6_LENGTH, out));
        return out.toByteArray();
    }

    /** The IPv4 nodes among these, 26 bytes each. */
    public static byte[] toNodes(Collection<CompactNode> nodes) {
        return writeNodes(nodes, PEER_LENGTH);
    }

    /** The IPv6 nodes among these, 38 bytes each. */
    public static byte[] toNodes6(Collection<CompactNode> nodes) {
        return writeNodes(nodes, PEER6_LENGTH);
    }

    private static List<PeerAddress> readPeers(byte[] bytes, int length, int atMost) {
        int count = Math.min(bytes.length / length, atMost);
        List<PeerAddress> peers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            peers.add(peerAt(bytes, i * length, length));
        }
        return peers;
    }

    private static List<CompactNode> readNodes(byte[] bytes, int length, int atMost) {
        int count = Math.min(bytes.length / length, atMost);
        List<CompactNode> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int address = i * length + InfoHash.V1_LENGTH;
            InfoHash id = InfoHash.of(Arrays.copyOfRange(bytes, i * length, address));
            nodes.add(new CompactNode(id, peerAt(bytes, address, length - InfoHash.V1_LENGTH)));
        }
        return nodes;
    }

    private static PeerAddress peerAt(byte[] bytes, int offset, int length) {
        int end = offset + length - 2;
        int port = (bytes[end] & 0xFF) << 8 | bytes[end + 1] & 0xFF;
        try {
            return PeerAddress.ip(InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, end)), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + (length - 2) + " bytes", e);
        }
    }

    private static byte[] writeNodes(Collection<CompactNode> nodes, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(nodes.size() * (InfoHash.V1_LENGTH + length));
        for (CompactNode node : nodes) {
            if (isWritable(node.address(), length)) {
                out.writeBytes(node.id().toBytes());
                write(node.address(), length, out);
            }
        }
        return out.toByteArray();
    }

    private static boolean isWritable(PeerAddress peer, int length) {
        return peer.scheme().equals(PeerAddress.IP) && peer.isIpv6() == (length == PEER6_LENGTH);
    }

    private static void write(PeerAddress peer, int length, ByteArrayOutputStream out) {
        byte[] address = isWritable(peer, length) ? NetUtil.createByteArrayFromIpAddressString(peer.host()) : null;
        if (address != null && address.length == length - 2) {
            out.writeBytes(address);
            out.write(peer.port() >>> 8);
            out.write(peer.port());
        }
    }
}
