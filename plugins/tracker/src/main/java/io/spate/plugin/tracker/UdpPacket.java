package io.spate.plugin.tracker;

import io.spate.api.HostAndPort;
import io.spate.api.InfoHash;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What we send to UDP trackers, byte for byte (BEP 15, 41). All numbers are big-endian. */
final class UdpPacket {
    /** How many torrents fit into one scrape. */
    static final int MAX_SCRAPE = 74;

    private static final long PROTOCOL = 0x41727101980L;
    private static final int HEADER = 16;
    private static final int ANNOUNCE = 98;
    private static final byte URL_DATA = 2;
    private static final int MAX_OPTION = 255;

    private UdpPacket() {}

    static byte[] connect(int transaction) {
        return ByteBuffer.allocate(HEADER)
                .putLong(PROTOCOL)
                .putInt(UdpAction.CONNECT.number())
                .putInt(transaction)
                .array();
    }

    /**
     * @param urlData path and query of the announce URL, in ASCII; empty if it has neither
     * @param over the tracker's address; only one of its own family can be named to it
     */
    static byte[] announce(
            long connection, int transaction, AnnounceRequest request, String urlData, InetAddress over) {
        byte[] url = urlData.getBytes(StandardCharsets.US_ASCII);
        int options = (url.length + MAX_OPTION - 1) / MAX_OPTION;
        ByteBuffer packet = ByteBuffer.allocate(ANNOUNCE + url.length + 2 * options);
        header(packet, connection, UdpAction.ANNOUNCE, transaction);
        Traffic traffic = request.traffic();
        packet.put(request.infoHash().toBytes())
                .put(request.peerId().toBytes())
                .putLong(traffic.downloaded())
                .putLong(traffic.left())
                .putLong(traffic.uploaded())
                .putInt(request.event().number())
                .put(ip(request, over))
                .putInt(request.key())
                .putInt(request.numWant())
                .putShort((short) request.port());
        putUrlData(packet, url);
        return packet.array();
    }

    /** @param hashes at most {@link #MAX_SCRAPE} */
    static byte[] scrape(long connection, int transaction, List<InfoHash> hashes) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + hashes.size() * InfoHash.V1_LENGTH);
        header(packet, connection, UdpAction.SCRAPE, transaction);
        hashes.forEach(hash -> packet.put(hash.toBytes()));
        return packet.array();
    }

    private static void header(ByteBuffer packet, long connection, UdpAction action, int transaction) {
        packet.putLong(connection).putInt(action.number()).putInt(transaction);
    }

    /** Four bytes; zero for the address that the datagram comes from. */
    private static byte[] ip(AnnounceRequest request, InetAddress over) {
        Optional<byte[]> named = over instanceof Inet4Address
                ? request.ip().flatMap(UdpPacket::literal).map(InetAddress::getAddress)
                : Optional.empty();
        return named.filter(bytes -> bytes.length == 4).orElseGet(() -> new byte[4]);
    }

    private static Optional<InetAddress> literal(String text) {
        return new HostAndPort(text, 0).literal();
    }

    /** In as many options as it takes: the length of one is a byte (BEP 41). */
    private static void putUrlData(ByteBuffer packet, byte[] url) {
        for (int at = 0; at < url.length; at += MAX_OPTION) {
            int length = Math.min(MAX_OPTION, url.length - at);
            packet.put(URL_DATA).put((byte) length).put(url, at, length);
        }
    }
}
