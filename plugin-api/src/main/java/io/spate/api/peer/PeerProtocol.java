package io.spate.api.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.bencode.BencodeDictionary;
import io.spate.api.bencode.BencodeValue;
import java.util.Map;

/** An extended message to and from one peer. Confined to the torrent's loop; must not block. */
public interface PeerProtocol {
    /** Keys to put at the top level of our extended handshake; asked once, before it is sent. */
    default Map<String, BencodeValue> handshakeKeys() {
        return Map.of();
    }

    /** The peer's extended handshake; may come again, with what changed. {@link PeerView#supports} knows it already. */
    default void onHandshake(BencodeDictionary handshake) {}

    /**
     * A message of this name. The payload is borrowed: valid during the call. What it throws closes the peer; nonsense is
     * better answered by {@link PeerView#close}.
     */
    void onMessage(ByteBuf payload);

    /** The connection has ended. Called once; nothing is called afterwards. */
    default void onClosed() {}
}
