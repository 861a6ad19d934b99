package io.spate.swarm;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeInteger;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.metainfo.Metainfo;
import io.spate.api.peer.ExtendedProtocol;
import io.spate.api.peer.PeerProtocol;
import io.spate.api.peer.PeerView;
import io.spate.api.session.TorrentView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request for metadata (BEP 9) by a piece of the right length in which one bit is wrong. */
final class ForgedMetadata implements ExtendedProtocol {
    private static final String NAME = "ut_metadata";
    private static final int PIECE = 16 * 1024;

    /** Pieces sent. */
    final AtomicInteger sent = new AtomicInteger();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<TorrentProtocol> open(TorrentView torrent) {
        return Optional.of(peer -> new ToOne(torrent.metainfo().orElseThrow(), peer));
    }

    private final class ToOne implements PeerProtocol {
        private final byte[] info;
        private final PeerView peer;

        private ToOne(Metainfo metainfo, PeerView peer) {
            this.info = new byte[metainfo.info().remaining()];
            this.peer = peer;
            metainfo.info().get(info);
            for (int at = PIECE / 2; at < info.length; at += PIECE) {
                info[at] ^= 1;
            }
        }

        @Override
        public Map<String, BencodeValue> handshakeKeys() {
            return Map.of("metadata_size", BencodeInteger.of(info.length));
        }

        @Override
        public void onMessage(ByteBuf payload) {
            BencodeDictionary request = Bencode.readTolerant(payload).dictionary();
            if (request.integer("msg_type").orElse(-1) == 0) {
                int piece = (int) request.integer("piece").orElseThrow();
                byte[] head = Bencode.write(BencodeDictionary.builder()
                        .put("msg_type", 1)
                        .put("piece", piece)
                        .put("total_size", info.length)
                        .build());
                int from = piece * PIECE;
                sent.incrementAndGet();
                peer.sendExtended(
                        NAME,
                        Unpooled.wrappedBuffer(
                                Unpooled.wrappedBuffer(head),
                                Unpooled.wrappedBuffer(info, from, Math.min(PIECE, info.length - from))));
            }
        }
    }
}
