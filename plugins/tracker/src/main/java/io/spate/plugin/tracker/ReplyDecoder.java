package io.spate.plugin.tracker;

import io.netty.util.NetUtil;
import io.spate.api.PeerAddress;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeString;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.peer.CompactPeers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the body of an announce (BEP 3, 7, 23, 24, 31). Takes what is of use and passes over what is not. */
final class ReplyDecoder {
    private static final int MAX_TRACKER_ID = 512;
    private static final int MAX_HOST = 253;

    private final int maxPeers;

    ReplyDecoder(int maxPeers) {
        this.maxPeers = maxPeers;
    }

    /** Fails with {@code PROTOCOL} if the body is not a bencoded dictionary. */
    AnnounceReply decode(byte[] body) {
        BencodedReply common = BencodedReply.of(body);
        if (common.refusal().isPresent()) {
            return common.refusal().get();
        }
        BencodeDictionary reply = common.dictionary();
        return new AnnounceReply.Answer(
                seconds(reply, "interval"),
                seconds(reply, "min interval"),
                trackerId(reply),
                reply.text("warning message").map(Words::line),
                common.count("complete"),
                common.count("incomplete"),
                common.count("downloaded"),
                peers(reply),
                reply.string("external ip").flatMap(ReplyDecoder::address));
    }

    private static Optional<Duration> seconds(BencodeDictionary reply, String key) {
        OptionalLong seconds = reply.integer(key);
        return seconds.isPresent() && seconds.getAsLong() >= 0
                ? Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), BencodedReply.DAY_SECONDS)))
                : Optional.empty();
    }

    private static Optional<String> trackerId(BencodeDictionary reply) {
        return reply.string("tracker id")
                .filter(id -> id.length() <= MAX_TRACKER_ID)
                .map(id -> new String(id.toBytes(), StandardCharsets.ISO_8859_1));
    }

    private List<PeerAddress> peers(BencodeDictionary reply) {
        List<PeerAddress> peers = new ArrayList<>();
        reply.string("peers").ifPresent(compact -> peers.addAll(CompactPeers.peers(compact.toBytes(), maxPeers)));
        reply.string("peers6").ifPresent(compact -> peers.addAll(CompactPeers.peers6(compact.toBytes(), maxPeers)));
        reply.list("peers").ifPresent(list -> list.forEach(entry -> addPeer(entry, peers)));
        return peers.stream().filter(peer -> peer.port() != 0).limit(maxPeers).toList();
    }

    private void addPeer(BencodeValue entry, List<PeerAddress> peers) {
        if (peers.size() >= maxPeers || !(entry instanceof BencodeDictionary peer)) {
            return;
        }
        OptionalLong port = peer.integer("port");
        String host = peer.text("ip").orElse("");
        if (port.isPresent() && port.getAsLong() > 0 && port.getAsLong() <= 65535) {
            int known = (int) port.getAsLong();
            byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
            if (address != null) {
                peers.add(PeerAddress.ip(address(address), known));
            } else if (isName(host)) {
                peers.add(PeerAddress.host(host, known));
            }
        }
    }

    private static boolean isName(String host) {
        return !host.isEmpty()
                && host.length() <= MAX_HOST
                && host.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '.'
                                || c == '-'
                                || c == '_');
    }

    private static Optional<InetAddress> address(BencodeString bytes) {
        return bytes.length() == 4 || bytes.length() == 16 ? Optional.of(address(bytes.toBytes())) : Optional.empty();
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
