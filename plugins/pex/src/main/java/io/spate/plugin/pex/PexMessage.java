package io.spate.plugin.pex;

import io.spate.api.PeerAddress;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeRead;
import io.spate.api.bencode.BencodeString;
import io.spate.api.peer.CompactPeers;
import io.spate.api.peer.FoundPeer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code ut_pex} message (BEP 11): which peers came to the sender, and which went. What is read is as it was sent: addresses
 * may be anything, twice, or nobody's.
 *
 * @param added IPv4 first, as they are written
 * @param dropped IPv4 first
 */
record PexMessage(List<FoundPeer> added, List<PeerAddress> dropped) {
    PexMessage {
        added = List.copyOf(added);
        dropped = List.copyOf(dropped);
    }

    /**
     * Reads what makes sense: odd ends are ignored, missing flags are none.
     *
     * @param atMost entries to read of each key
     * @return empty if it is no dictionary
     */
    static Optional<PexMessage> decode(byte[] payload, int atMost) {
        return Bencode.tryReadTolerant(payload)
                .map(BencodeRead::value)
                .filter(BencodeDictionary.class::isInstance)
                .map(BencodeDictionary.class::cast)
                .map(message -> read(message, atMost));
    }

    byte[] encode() {
        List<FoundPeer> added4 = ofFamily(false);
        List<FoundPeer> added6 = ofFamily(true);
        BencodeDictionary.Builder out = BencodeDictionary.builder()
                .put("added", CompactPeers.toPeers(addresses(added4)))
                .put("added.f", flags(added4)) // libtorrent ignores peers that come without
                .put("dropped", CompactPeers.toPeers(dropped));
        if (!added6.isEmpty()) {
            out.put("added6", CompactPeers.toPeers6(addresses(added6))).put("added6.f", flags(added6));
        }
        byte[] dropped6 = CompactPeers.toPeers6(dropped);
        if (dropped6.length > 0) {
            out.put("dropped6", dropped6);
        }
        return Bencode.write(out.build());
    }

    private static PexMessage read(BencodeDictionary message, int atMost) {
        List<FoundPeer> added = new ArrayList<>();
        addAll(CompactPeers.peers(bytes(message, "added"), atMost), bytes(message, "added.f"), added);
        addAll(CompactPeers.peers6(bytes(message, "added6"), atMost), bytes(message, "added6.f"), added);
        List<PeerAddress> dropped = new ArrayList<>(CompactPeers.peers(bytes(message, "dropped"), atMost));
        dropped.addAll(CompactPeers.peers6(bytes(message, "dropped6"), atMost));
        return new PexMessage(added, dropped);
    }

    private static void addAll(List<PeerAddress> peers, byte[] flags, List<FoundPeer> added) {
        for (int i = 0; i < peers.size(); i++) {
            added.add(new FoundPeer(peers.get(i), PexFlags.toTraits(i < flags.length ? flags[i] : 0)));
        }
    }

    private static byte[] bytes(BencodeDictionary message, String key) {
        return message.string(key).map(BencodeString::toBytes).orElse(new byte[0]);
    }

    private List<FoundPeer> ofFamily(boolean ipv6) {
        return added.stream().filter(peer -> peer.address().isIpv6() == ipv6).toList();
    }

    private static List<PeerAddress> addresses(List<FoundPeer> peers) {
        return peers.stream().map(FoundPeer::address).toList();
    }

    private static byte[] flags(List<FoundPeer> peers) {
        ByteArrayOutputStream flags = new ByteArrayOutputStream(peers.size());
        peers.forEach(peer -> flags.write(PexFlags.of(peer.traits())));
        return flags.toByteArray();
    }
}
