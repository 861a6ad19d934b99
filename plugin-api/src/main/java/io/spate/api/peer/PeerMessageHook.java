package io.spate.api.peer;

import io.spate.api.session.TorrentView;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Sees core messages of peers in both directions, and may refuse or replace them: super-seeding, statistics, bans, messages
 * that belong to a handshake bit. One instance serves the session; its objects live as long as what they serve: session,
 * torrent, peer. Of several hooks each gets what the one before let through, in the order in which they were loaded.
 *
 * <p>Only the kinds of messages that a hook names are shown to it; all others cost nothing. Blocks are never shown.
 */
public interface PeerMessageHook extends ExtensionPoint {
    /** Unique among loaded hooks, lower case; it appears in alerts. */
    String name();

    /**
     * Called on the torrent's loop, when the torrent starts or the plugin does; must not block.
     *
     * @return empty if there is nothing to hook in this torrent
     */
    Optional<TorrentHook> open(TorrentView torrent);

    /** The hook in one torrent. Confined to the torrent's loop; must not block. */
    interface TorrentHook {
        /**
         * Reserved bits to set in our handshakes from now on, by name: {@code dht}, {@code xbt_peer_exchange}. Asked once, after
         * {@link PeerMessageHook#open}. The kernel's own ({@code fast}, {@code extension_protocol}, {@code v2_upgrade}) and names
         * that it does not know are passed over. Peers that are connected already do not learn of it.
         */
        default Set<String> handshakeBits() {
            return Set.of();
        }

        /**
         * A peer's handshake is done, and nothing was said yet; or the plugin started while the peer was connected. The peer may
         * be spoken to at once, see {@link PeerView#send}.
         *
         * @return empty if nothing of this peer matters
         */
        Optional<PeerHook> open(PeerView peer);

        /** The torrent or the plugin stops; called once, after all its peers were closed. */
        default void close() {}
    }

    /** The hook at one peer. Confined to the torrent's loop; must not block. If a call fails, the message passes as it was. */
    interface PeerHook {
        /** The kinds to show of what the peer says; asked once. {@link PeerMessage.Piece} is never shown. */
        default Set<Class<? extends PeerMessage>> received() {
            return Set.of();
        }

        /** The kinds to show of what we say; asked once. {@link PeerMessage.Piece} is never shown. */
        default Set<Class<? extends PeerMessage>> sent() {
            return Set.of();
        }

        /**
         * The peer said something; nothing is checked yet.
         *
         * @return what the kernel shall take in its place: the message itself, another, or empty to have it ignored
         */
        default Optional<PeerMessage> onReceived(PeerMessage message) {
            return Optional.of(message);
        }

        /**
         * We are about to say something. The kernel counts on requests, rejects and chokes that it made: whoever refuses one
         * answers for what the peer then does.
         *
         * @return what is sent in its place: the message itself, another, or empty to say nothing
         */
        default Optional<PeerMessage> onSending(PeerMessage message) {
            return Optional.of(message);
        }

        /** The connection has ended, or the plugin stops. Called once; nothing is called afterwards. */
        default void onClosed() {}
    }
}
