package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.PeerLink;

/**
 * A link that we opened, on the loop of its torrent.
 *
 * @param early what the other end sent so far; whoever receives this owns it
 * @param greeted whether our handshake is on its way
 */
public record Dialled(PeerLink link, ByteBuf early, boolean greeted) {}
