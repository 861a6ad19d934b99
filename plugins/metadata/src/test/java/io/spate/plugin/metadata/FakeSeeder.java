package io.spate.plugin.metadata;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.peer.ExtendedProtocol.TorrentProtocol;
import io.spate.api.peer.PeerProtocol;
import io.spate.testkit.FakePeer;
import java.util.Arrays;
import java.util.List;

/** A peer that has metadata, true or not, and the protocol at our end of its connection. */
final class FakeSeeder {
    final FakePeer peer;
    final PeerProtocol protocol;
    private final byte[] info;
    private int answered;

    FakeSeeder(String address, TorrentProtocol torrent, byte[] info) {
        this.peer = FakePeer.dialled(address).supporting(UtMetadata.NAME);
        this.info = info;
        this.protocol = torrent.open(peer);
    }

    /** Says how long its metadata is. */
    FakeSeeder introduces() {
        protocol.onHandshake(
                BencodeDictionary.builder().put("metadata_size", info.length).build());
        return this;
    }

    /** Answers all that it was asked, and what it is asked then. */
    void answersAll() {
        for (List<MetadataMessage> heard = heard(); answered < heard.size(); heard = heard()) {
            MetadataMessage next = heard.get(answered++);
            if (next instanceof MetadataMessage.Request request) {
                MetadataSize size = new MetadataSize(info.length);
                int from = size.offsetOf(request.piece());
                says(new MetadataMessage.Data(
                                request.piece(),
                                info.length,
                                Arrays.copyOfRange(info, from, from + size.lengthOf(request.piece())))
                        .encode());
            }
        }
    }

    void says(ByteBuf payload) {
        protocol.onMessage(payload);
        payload.release();
    }

    /** What we said to it, from the beginning. */
    List<MetadataMessage> heard() {
        return peer.sent(UtMetadata.NAME).stream()
                .map(payload -> MetadataMessage.decode(Unpooled.wrappedBuffer(payload)))
                .toList();
    }
}
