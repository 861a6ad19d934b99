package io.spate.plugin.dht.krpc;

import java.util.OptionalLong;

/** What a query asks for. */
public sealed interface Arguments {
    /** The value of {@code q}. */
    String method();

    /** Queries that are answered with nodes close to a target. */
    sealed interface Targeted extends Arguments {
        NodeId target();

        Want want();
    }

    /** Are you there? */
    record Ping() implements Arguments {
        @Override
        public String method() {
            return "ping";
        }
    }

    /** Who is close to the target? */
    record FindNode(NodeId target, Want want) implements Targeted {
        @Override
        public String method() {
            return "find_node";
        }
    }

    /**
     * Who has the torrent?
     *
     * @param target the info-hash
     * @param noSeed seeds are of no use to the asker (BEP 33)
     * @param scrape the asker wants the numbers, too (BEP 33)
     */
    record GetPeers(NodeId target, Want want, boolean noSeed, boolean scrape) implements Targeted {
        @Override
        public String method() {
            return "get_peers";
        }
    }

    /**
     * I have the torrent.
     *
     * @param port where peers are accepted, 0..65535; of no meaning with {@code impliedPort}
     * @param impliedPort the port that the datagram came from is meant
     * @param seed has everything (BEP 33)
     */
    record AnnouncePeer(NodeId infoHash, int port, boolean impliedPort, boolean seed, byte[] token)
            implements Arguments {
        @Override
        public String method() {
            return "announce_peer";
        }
    }

    /**
     * What is stored there? (BEP 44)
     *
     * @param seq versions up to this one are known to the asker
     */
    record Get(NodeId target, OptionalLong seq, Want want) implements Targeted {
        @Override
        public String method() {
            return "get";
        }
    }

    /**
     * Store that. (BEP 44)
     *
     * @param cas the version that it shall replace
     */
    record Put(ItemBody item, OptionalLong cas, byte[] token) implements Arguments {
        @Override
        public String method() {
            return "put";
        }
    }

    /** Which torrents do you know? (BEP 51) */
    record SampleInfoHashes(NodeId target, Want want) implements Targeted {
        @Override
        public String method() {
            return "sample_infohashes";
        }
    }

    /** A method of the future; with a target it is answered as {@code find_node}. */
    record Unknown(String method, NodeId target, Want want) implements Targeted {}
}
