package io.spate.plugin.dht.krpc;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer. It does not say to what kind of query: whoever asked knows, and finds what it looks for, or does not.
 *
 * @param id of the node that answers
 * @param nodes close to the target, by family; empty lists for families that it knows nobody of
 * @param token to announce or store with, later
 * @param values peers of the torrent
 * @param item what is stored (BEP 44)
 * @param seq of what is stored, also where the item is left out since the asker has it
 * @param samples of the info-hashes that are stored (BEP 51)
 * @param seenAs the asker's address and port as the node sees them (BEP 42)
 */
public record Reply(
        byte[] transaction,
        NodeId id,
        Map<Family, List<NodeInfo>> nodes,
        Optional<byte[]> token,
        List<InetSocketAddress> values,
        Optional<Scrape> scrape,
        Optional<ItemBody> item,
        OptionalLong seq,
        Optional<Samples> samples,
        Optional<InetSocketAddress> seenAs)
        implements KrpcMessage {
    public Reply {
        nodes = Map.copyOf(nodes);
        values = List.copyOf(values);
    }

    /** The nodes of one family. */
    public List<NodeInfo> nodes(Family family) {
        return nodes.getOrDefault(family, List.of());
    }

    /** The Bloom filters of BEP 33, 256 bytes each. */
    public record Scrape(byte[] seeds, byte[] peers) {}

    /** @param total how many info-hashes are stored */
    public record Samples(List<NodeId> hashes, int total, Duration interval) {
        public Samples {
            hashes = List.copyOf(hashes);
        }
    }

    /** The answer to a query, to be filled. */
    public static Builder to(byte[] transaction, NodeId id) {
        return new Builder(transaction, id);
    }

    /** Not safe for threads. */
    public static final class Builder {
        private final byte[] transaction;
        private final NodeId id;
        private Map<Family, List<NodeInfo>> nodes = Map.of();
        private Optional<byte[]> token = Optional.empty();
        private List<InetSocketAddress> values = List.of();
        private Optional<Scrape> scrape = Optional.empty();
        private Optional<ItemBody> item = Optional.empty();
        private OptionalLong seq = OptionalLong.empty();
        private Optional<Samples> samples = Optional.empty();
        private Optional<InetSocketAddress> seenAs = Optional.empty();

        private Builder(byte[] transaction, NodeId id) {
            this.transaction = transaction;
            this.id = id;
        }

        public Builder nodes(Map<Family, List<NodeInfo>> close) {
            nodes = close;
            return this;
        }

        public Builder token(Optional<byte[]> given) {
            token = given;
            return this;
        }

        public Builder values(List<InetSocketAddress> peers) {
            values = peers;
            return this;
        }

        public Builder scrape(Optional<Scrape> filters) {
            scrape = filters;
            return this;
        }

        public Builder item(Optional<ItemBody> stored) {
            item = stored;
            return this;
        }

        public Builder seq(OptionalLong version) {
            seq = version;
            return this;
        }

        public Builder samples(Optional<Samples> some) {
            samples = some;
            return this;
        }

        public Builder seenAs(Optional<InetSocketAddress> asker) {
            seenAs = asker;
            return this;
        }

        public Reply build() {
            return new Reply(transaction, id, nodes, token, values, scrape, item, seq, samples, seenAs);
        }
    }
}
