package io.spate.api.peer;

import io.spate.api.session.TorrentView;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * A message of the extension protocol (BEP 10), by its name in the handshake: {@code ut_pex}, {@code lt_donthave}. One
 * instance serves the session; its objects live as long as what they serve: session, torrent, peer.
 */
public interface ExtendedProtocol extends ExtensionPoint {
    /** The name in the dictionary {@code m}; unique among loaded protocols. */
    String name();

    /**
     * Called on the torrent's loop, when the torrent starts or the plugin does; must not block.
     *
     * @return empty if the message is not to be announced for this torrent
     */
    Optional<TorrentProtocol> open(TorrentView torrent);

    /** The protocol for one torrent. Confined to the torrent's loop; must not block. */
    interface TorrentProtocol {
        /** A peer's handshake is done; called before our extended handshake is sent. */
        PeerProtocol open(PeerView peer);

        /**
         * Called about once a second while the torrent has to do with peers: the moment for what is due. So no timer is needed
         * that would have to find its way back to the torrent's loop.
         */
        default void onTick() {}

        /** The torrent or the plugin stops; called once, after all its peers were closed. */
        default void close() {}
    }
}
