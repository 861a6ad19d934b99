package io.spate.plugin.tracker;

import io.spate.api.ErrorCode;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.peer.CompactPeers;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A datagram of a UDP tracker whose action and transaction fit what we asked (BEP 15). Longer ones are legal; shorter ones
 * fail with {@code PROTOCOL}.
 */
final class UdpReply {
    private static final int HEADER = 8;
    private static final int CONNECTED = 16;
    private static final int ANNOUNCED = 20;
    private static final int SWARM = 12;
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final ByteBuffer packet;

    /** @param bytes at least the header, see {@link UdpTransactions} */
    UdpReply(byte[] bytes) {
        this.packet = ByteBuffer.wrap(bytes);
    }

    /** What the tracker says instead of an answer. */
    Optional<Refusal> refusal() {
        if (packet.getInt(0) != UdpAction.ERROR.number()) {
            return Optional.empty();
        }
        String reason = new String(packet.array(), HEADER, packet.capacity() - HEADER, StandardCharsets.UTF_8);
        String line = Words.line(reason);
        return Optional.of(new Refusal(line.isEmpty() ? "error without a message" : line, Retry.AFTER_BACK_OFF));
    }

    long connection() {
        require(CONNECTED);
        return packet.getLong(HEADER);
    }

    /** @param family of the tracker's address: says how long the addresses of peers are */
    AnnounceReply.Answer answer(StandardProtocolFamily family, int maxPeers) {
        require(ANNOUNCED);
        byte[] compact = Arrays.copyOfRange(packet.array(), ANNOUNCED, packet.capacity());
        List<PeerAddress> peers = family == StandardProtocolFamily.INET6
                ? CompactPeers.peers6(compact, maxPeers)
                : CompactPeers.peers(compact, maxPeers);
        return new AnnounceReply.Answer(
                Optional.of(Duration.ofSeconds(Math.min(unsigned(8), DAY_SECONDS))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(count(16)),
                Optional.of(count(12)),
                Optional.empty(),
                peers.stream().filter(peer -> peer.port() != 0).toList(),
                Optional.empty());
    }

    /** @param asked the torrents, in the order in which they were asked for; the reply may have fewer */
    ScrapeReply.Numbers numbers(List<InfoHash> asked) {
        Map<InfoHash, SwarmNumbers> swarms = new HashMap<>();
        int at = HEADER;
        for (InfoHash hash : asked) {
            if (at + SWARM > packet.capacity()) {
                break;
            }
            swarms.put(
                    hash,
                    new SwarmNumbers(Optional.of(count(at)), Optional.of(count(at + 8)), Optional.of(count(at + 4))));
            at += SWARM;
        }
        return new ScrapeReply.Numbers(swarms);
    }

    private void require(int atLeast) {
        if (packet.capacity() < atLeast) {
            throw new SpateException(
                    ErrorCode.PROTOCOL, "reply: " + packet.capacity() + " bytes (expected: at least " + atLeast + ")");
        }
    }

    private int count(int at) {
        return (int) Math.min(unsigned(at), Integer.MAX_VALUE);
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(packet.getInt(at));
    }
}
