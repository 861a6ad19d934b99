package io.spate.kernel.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.WireException;
import java.time.Duration;

/** Waits for a peer's handshake on a link, and not for long. Confined to the link's loop; ends by one call of its listener. */
public final class Handshaking implements LinkReceiver {
    private final PeerLink link;
    private final HandshakeDecoder decoder;
    private final Listener listener;
    private final Loop.Timer timeout;
    private boolean ended;

    /** @param decoder what came so far, when the peer dialled us */
    public Handshaking(PeerLink link, HandshakeDecoder decoder, Duration atMost, Listener listener) {
        this.link = link;
        this.decoder = decoder;
        this.listener = listener;
        this.timeout =
                link.loop().schedule(atMost, () -> fail("no handshake within " + atMost.toSeconds() + " s", false));
    }

    /**
     * Sends ours and waits for theirs.
     *
     * @param early bytes that came behind those that the decoder has; taken over
     */
    public void start(Handshake ours, ByteBuf early) {
        ByteBuf message = Unpooled.buffer(Handshake.LENGTH);
        ours.encode(message);
        link.write(message);
        link.flush();
        await(early);
    }

    /**
     * Waits for theirs; ours is on its way.
     *
     * @param early as with {@link #start}
     */
    public void await(ByteBuf early) {
        link.receiver(this);
        link.reading(true);
        onBytes(early);
    }

    /** Ends it, if it has not ended. */
    public void abort(String reason) {
        fail(reason, false);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            if (!ended) {
                decoder.feed(bytes);
                decoder.handshake().ifPresent(handshake -> succeed(handshake, bytes));
            }
        } catch (WireException e) {
            fail(e.getMessage(), true);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void onClosed(String why) {
        fail(decoder.received() == 0 ? why + " before the handshake" : why + " in the handshake", false);
    }

    private void succeed(Handshake handshake, ByteBuf rest) {
        ended = true;
        timeout.cancel();
        listener.onHandshake(handshake, rest.readRetainedSlice(rest.readableBytes()));
    }

    private void fail(String reason, boolean fault) {
        if (!ended) {
            ended = true;
            timeout.cancel();
            link.close();
            listener.onFailed(reason, fault);
        }
    }

    /** Who waits. */
    public interface Listener {
        /** @param rest what came behind the handshake; the listener owns it */
        void onHandshake(Handshake handshake, ByteBuf rest);

        /** The link is closed. @param fault whether the peer broke the protocol */
        void onFailed(String reason, boolean fault);
    }
}
