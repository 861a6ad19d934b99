package io.spate.api.net;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import java.util.Optional;

/**
 * A link after its upgrade.
 *
 * @param link what the kernel uses from now on. The link that was given, if the upgrade is not needed for what follows: then
 *     nothing stands between the kernel and the transport
 * @param early what the other end sent behind the upgrade so far, as the kernel is to read it; whoever receives this owns it
 * @param torrent the info-hash of 20 bytes by which the other end named a torrent while it upgraded: its handshake must name
 *     the same. Empty if it named none
 */
public record Upgraded(PeerLink link, ByteBuf early, Optional<InfoHash> torrent) {}
