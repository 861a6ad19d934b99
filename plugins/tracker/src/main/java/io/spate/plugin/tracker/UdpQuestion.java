package io.spate.plugin.tracker;

import io.spate.api.InfoHash;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.List;

/** What a UDP tracker is asked once we are connected, and how its answer is read. */
sealed interface UdpQuestion<T> {
    UdpAction action();

    byte[] packet(long connection, int transaction, InetAddress over);

    /** Fails with {@code PROTOCOL} if the reply is too short. */
    T read(UdpReply reply, StandardProtocolFamily family);

    T refused(Refusal refusal);

    /** @param urlData path and query of the announce URL (BEP 41); empty if it has none */
    record Announce(AnnounceRequest request, String urlData, int maxPeers) implements UdpQuestion<AnnounceReply> {
        @Override
        public UdpAction action() {
            return UdpAction.ANNOUNCE;
        }

        @Override
        public byte[] packet(long connection, int transaction, InetAddress over) {
            return UdpPacket.announce(connection, transaction, request, urlData, over);
        }

        @Override
        public AnnounceReply read(UdpReply reply, StandardProtocolFamily family) {
            return reply.answer(family, maxPeers);
        }

        @Override
        public AnnounceReply refused(Refusal refusal) {
            return refusal;
        }
    }

    /** @param hashes of 20 bytes, at most {@link UdpPacket#MAX_SCRAPE} */
    record Scrape(List<InfoHash> hashes) implements UdpQuestion<ScrapeReply> {
        @Override
        public UdpAction action() {
            return UdpAction.SCRAPE;
        }

        @Override
        public byte[] packet(long connection, int transaction, InetAddress over) {
            return UdpPacket.scrape(connection, transaction, hashes);
        }

        @Override
        public ScrapeReply read(UdpReply reply, StandardProtocolFamily family) {
            return reply.numbers(hashes);
        }

        @Override
        public ScrapeReply refused(Refusal refusal) {
            return refusal;
        }
    }
}
