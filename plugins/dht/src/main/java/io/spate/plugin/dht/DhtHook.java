package io.spate.plugin.dht;

import io.spate.api.PeerAddress;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessageHook;
import io.spate.api.peer.PeerView;
import io.spate.api.session.TorrentView;
import io.spate.plugin.dht.krpc.Family;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Tells peers the port of our node, and learns of theirs (BEP 5, the message PORT). On the torrents' loops. */
@Extension
@Singleton
public final class DhtHook implements PeerMessageHook {
    private static final String BIT = "dht";

    private final DhtSettings settings;
    private final DhtNodes nodes;

    /** Called by the host. */
    @Inject
    DhtHook(DhtSettings settings, DhtNodes nodes) {
        this.settings = settings;
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "dht";
    }

    @Override
    public Optional<TorrentHook> open(TorrentView torrent) {
        return torrent.isPrivate() ? Optional.empty() : Optional.of(new Ports());
    }

    private final class Ports implements TorrentHook {
        @Override
        public Set<String> handshakeBits() {
            return Set.of(BIT);
        }

        @Override
        public Optional<PeerHook> open(PeerView peer) {
            Optional<InetSocketAddress> address = peer.address().socketAddress();
            if (address.isEmpty()) {
                return Optional.empty();
            }
            // What is told counts for the family that it is told by (BEP 32).
            int port = nodes.port(Family.of(address.get().getAddress()));
            if (port > 0 && peer.hasHandshakeBit(BIT) && !settings.node().readOnly()) {
                peer.send(new PeerMessage.Port(port));
            }
            return Optional.of(new Port(peer.address()));
        }
    }

    private final class Port implements PeerHook {
        private final PeerAddress peer;
        private boolean told;

        private Port(PeerAddress peer) {
            this.peer = peer;
        }

        @Override
        public Set<Class<? extends PeerMessage>> received() {
            return Set.of(PeerMessage.Port.class);
        }

        /** Once a peer: it has one node, not as many as it likes to have us ask. */
        @Override
        public Optional<PeerMessage> onReceived(PeerMessage message) {
            if (!told && message instanceof PeerMessage.Port port && port.port() > 0) {
                told = true;
                peer.socketAddress().ifPresent(address -> {
                    InetSocketAddress node = new InetSocketAddress(address.getAddress(), port.port());
                    nodes.loop().execute(() -> nodes.addNodes(List.of(node)));
                });
            }
            return Optional.of(message);
        }
    }
}
