package io.spate.api.peer;

import io.netty.buffer.ByteBuf;
import io.spate.api.Bitfield;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.net.LinkTag;
import java.util.Optional;
import java.util.Set;

/** One connected peer, as plugins see it. Confined to the torrent's loop. */
public interface PeerView {
    PeerAddress address();

    PeerId id();

    Set<LinkTag> tags();

    boolean isIncoming();

    /** The client's name and version by its extended handshake, once it came (BEP 10). */
    Optional<String> client();

    /** Where the peer accepts connections, if known: the address we dialled, or its host with the port it told. */
    Optional<PeerAddress> listenAddress();

    /**
     * What the connection has shown of the peer so far: by its link, its extended handshake and its pieces. It becomes more
     * when the extended handshake comes.
     */
    Set<PeerTrait> traits();

    /** What the peer has; to be read at once, not kept. Of size 0 while the number of pieces is not known. */
    Bitfield pieces();

    /** Whether the peer announced this extended message (BEP 10). */
    boolean supports(String extendedMessage);

    /**
     * Sends an extended message; takes the payload. Dropped if the peer has not announced the name.
     *
     * @return whether it was sent
     */
    boolean sendExtended(String extendedMessage, ByteBuf payload);

    /**
     * Bytes that were sent to the peer and that its link has not taken yet. Who has much to say waits while these are many; a peer
     * that leaves 4 MiB is let go.
     */
    long queuedBytes();

    /** Closes the connection; posted as an alert with this reason. */
    void close(String reason);

    /** Whether the peer's handshake has this reserved bit (BEP 4): {@code dht}, {@code fast}, {@code extension_protocol}. */
    default boolean hasHandshakeBit(String name) {
        return false;
    }

    /**
     * Says something to the peer, past all hooks. Dropped if the connection has ended. The kernel does not learn of it: no
     * messages for what it does itself (chokes, interest, requests), and no {@link PeerMessage.Piece}, which is refused with
     * {@code IllegalArgumentException}.
     */
    default void send(PeerMessage message) {}
}
