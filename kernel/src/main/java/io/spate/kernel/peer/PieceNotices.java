package io.spate.kernel.peer;

import io.spate.kernel.wire.ExtensionIds;
import io.spate.kernel.wire.WireException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The extended messages that are about pieces, and so the kernel's own: {@code lt_donthave} (BEP 54), by which a peer takes back
 * a have, and {@code upload_only}, libtorrent's way to change what the handshake said of it (BEP 21). Confined to the torrent's
 * loop.
 */
final class PieceNotices {
    static final String UPLOAD_ONLY = "upload_only";
    private static final String DONT_HAVE = "lt_donthave";
    private static final List<String> NAMES = List.of(DONT_HAVE, UPLOAD_ONLY);

    private final PeerConnection peer;

    PieceNotices(PeerConnection peer) {
        this.peer = peer;
    }

    /** Whether no plugin can have messages of this name. */
    static boolean isOne(String name) {
        return NAMES.contains(name);
    }

    /** If there is no id left, we do without. */
    static void claim(ExtensionIds ids) {
        NAMES.forEach(ids::claim);
    }

    /** Throws {@link WireException} if it is too short, or too long. */
    void onMessage(String name, byte[] payload) {
        if (name.equals(DONT_HAVE)) {
            require(name, payload, Integer.BYTES);
            peer.phase().onDontHave(ByteBuffer.wrap(payload).getInt());
        } else {
            require(name, payload, 1);
            peer.onUploadOnly(payload[0] != 0);
        }
    }

    private static void require(String name, byte[] payload, int length) {
        if (payload.length != length) {
            throw WireException.of(name + " length", payload.length, length);
        }
    }
}
