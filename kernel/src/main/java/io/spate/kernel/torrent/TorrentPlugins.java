package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.peer.FoundPeer;
import io.spate.kernel.peer.OpenHook;
import io.spate.kernel.peer.OpenProtocol;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.wire.ReservedBits;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What plugins do for one torrent: they search for its peers, speak extended protocols with them, and look at their messages.
 * Confined to the torrent's loop.
 */
final class TorrentPlugins {
    private final Contributions contributions;
    private final Supplier<Optional<Swarm>> swarm;
    private final Sources sources;
    private final Protocols protocols;
    private final MessageHooks hooks;

    /** @param swarm the peers, while there is something to do with peers */
    TorrentPlugins(TorrentRef torrent, Loop loop, Contributions contributions, Supplier<Optional<Swarm>> swarm) {
        this.contributions = contributions;
        this.swarm = swarm;
        this.sources = new Sources(torrent, loop, contributions, new SourceFinds());
        this.protocols = new Protocols(torrent, loop, contributions, new ProtocolChanges());
        this.hooks = new MessageHooks(torrent, loop, contributions, new HookChanges());
    }

    /** Protocols and hooks first, so that the first peer meets them. */
    void open() {
        protocols.open();
        hooks.open();
        sources.open();
    }

    List<OpenProtocol> protocols() {
        return protocols.all();
    }

    List<OpenHook> hooks() {
        return hooks.all();
    }

    /** The bits that plugins set in our handshakes. */
    ReservedBits claimedBits() {
        return hooks.claimed();
    }

    /** What plugins add to every extended handshake of ours, by key. */
    Map<String, BencodeValue> handshakeKeys() {
        Map<String, BencodeValue> keys = new LinkedHashMap<>();
        contributions
                .extensions()
                .of(ConnectionUpgrade.class)
                .forEach(upgrade -> keys.putAll(upgrade.call(
                        "ConnectionUpgrade.handshakeKeys",
                        ConnectionUpgrade::handshakeKeys,
                        Map.<String, BencodeValue>of())));
        return keys;
    }

    /** How many more peers the torrent could use. */
    void onNeed(int peers) {
        sources.onNeed(peers);
    }

    /** A peer was dialled in vain. */
    void onUnreachable(FoundPeer peer) {
        sources.onUnreachable(peer);
    }

    void onCompleted() {
        sources.onCompleted();
    }

    /** The torrent turned out to be private: what is not for such torrents ends (BEP 27). */
    void onPrivate() {
        sources.onPrivate();
        protocols.onPrivate();
        hooks.onPrivate();
    }

    /** Called about once a second. */
    void tick() {
        protocols.tick();
    }

    /** Completes when trackers and others were told, or could not be. */
    Future<Void> closeSearches() {
        return sources.close();
    }

    /** The rest, after all peers were closed. */
    void close() {
        protocols.close();
        hooks.close();
    }

    private void eachPeer(Consumer<PeerConnection> call) {
        swarm.get().ifPresent(peers -> peers.eachPeer(call));
    }

    private final class SourceFinds implements Sources.Finds {
        @Override
        public void onFound(Collection<FoundPeer> found, String source) {
            swarm.get().ifPresent(peers -> peers.onFound(found, source));
        }

        @Override
        public void onWithdrawn(String source, String reason) {
            swarm.get().ifPresent(peers -> peers.onWithdrawn(source, reason));
        }

        @Override
        public void onDialNow(PeerAddress peer, String transport, String source) {
            swarm.get().ifPresent(peers -> peers.dialNow(peer, transport, source));
        }
    }

    private final class ProtocolChanges implements Protocols.Changes {
        @Override
        public void onAdded(OpenProtocol protocol) {
            eachPeer(peer -> peer.addProtocol(protocol));
        }

        @Override
        public void onRemoved(OpenProtocol protocol) {
            eachPeer(peer -> peer.removeProtocol(protocol));
        }
    }

    private final class HookChanges implements MessageHooks.Changes {
        @Override
        public void onAdded(OpenHook hook) {
            eachPeer(peer -> peer.addHook(hook));
        }

        @Override
        public void onRemoved(OpenHook hook) {
            eachPeer(peer -> peer.removeHook(hook));
        }
    }
}
