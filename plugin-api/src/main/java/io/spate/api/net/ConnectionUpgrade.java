package io.spate.api.net;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.bencode.BencodeValue;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * What may stand between a transport and the handshake of BitTorrent: encryption, obfuscation. One instance serves the
 * session, for links of every transport. It wraps a link in another ({@link ForwardingPeerLink} is a beginning of one), or only
 * exchanges some bytes and steps aside.
 *
 * <p>Of a link that others opened the kernel looks at the first bytes. Those of the handshake of BitTorrent it takes at once;
 * with others it asks the upgrades, in the order in which they were loaded, and the first that recognises them gets the link.
 * Whom we dial is tried by the ways of the first upgrade that has a plan.
 *
 * <p>While a link is upgraded, the upgrade is its receiver, and reads as it likes; it keeps no more than it needs of a
 * stranger. When it is done, reading is off, and its future completes on the link's loop; within that call the kernel sets the
 * receiver of the link that it gets. A link that is closed meanwhile (the kernel does so when time is up) or whose other end
 * breaks the rules fails the future, with a message for people; then the kernel closes it.
 *
 * <p>When the plugin stops, the kernel closes all links that it upgraded and that still pass through it, and waits for that.
 * All calls are made on the loop of the link or of the torrent, must not block, and may run on several loops at once.
 */
public interface ConnectionUpgrade extends ExtensionPoint {
    /** Unique among loaded upgrades, lower case; it appears in the reasons of alerts. */
    String name();

    /**
     * Whether the first bytes of a link that somebody else opened begin this upgrade. Called when they are not those of the
     * handshake of BitTorrent, and again with more after {@link Recognition#NEED_MORE}; if they are still not recognised when
     * there are 128 of them, or when it fails, that is a no.
     *
     * @param firstBytes one or more, borrowed; its indices are left as they are
     */
    Recognition recognises(ByteBuf firstBytes);

    /**
     * Whether a link that somebody else opened is refused since it uses no upgrade. Called once its first bytes are known to be
     * those of the handshake of BitTorrent. If it fails the link is refused.
     *
     * @return why, for people; empty lets the peer in
     */
    default Optional<String> refusesPlain(PeerLink link) {
        return Optional.empty();
    }

    /**
     * By what the other end names a torrent while it upgrades a link. Called within {@link TorrentIndex#find}, for each
     * info-hash that came since the look-up before, and seldom more than once; the same hash makes the same key. If it fails, the
     * torrent is not found.
     *
     * @param infoHash of 20 bytes, that of version 2 {@linkplain InfoHash#truncated cut}
     */
    byte[] key(InfoHash infoHash);

    /**
     * Takes a link whose first bytes it recognised, and does the part of the one that was dialled.
     *
     * @param link paused; the upgrade owns it until its future completes
     * @param early the first bytes, and what came with them; the upgrade owns the buffer
     * @param torrents by {@link #key}
     */
    Future<Upgraded> accept(PeerLink link, ByteBuf early, TorrentIndex torrents);

    /**
     * How a peer is to be dialled: each way by a new link, until one leads to a handshake. What is not in the list is not
     * tried. If it fails, the peer is dialled by the upgrade alone: what might be forbidden is not done.
     *
     * @return empty if it has no say; if none has, the peer is dialled plain
     */
    List<DialWay> plan(DialRequest request);

    /**
     * Takes a link that we opened, and does the part of the one that dialled.
     *
     * @param link paused; the upgrade owns it until its future completes
     */
    Future<Upgraded> upgrade(PeerLink link, UpgradeRequest request);

    /**
     * What became of a way of its plan. Not called when the peer could not be reached at all.
     *
     * @param reached whether the handshake of BitTorrent was done
     */
    default void onDialled(DialRequest request, DialWay way, boolean reached) {}

    /** Keys to put at the top level of our extended handshake (BEP 10), whatever the link. Asked once for each connection. */
    default Map<String, BencodeValue> handshakeKeys() {
        return Map.of();
    }
}
