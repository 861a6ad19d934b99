package io.spate.kernel.torrent;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.PeerLink;
import io.spate.kernel.peer.Handshaking;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The handshakes that are under way with peers of one torrent, of links that we opened and of those that others did. Confined to
 * the torrent's loop.
 */
final class Handshakes {
    private final Duration atMost;
    private final Set<Handshaking> underWay = new LinkedHashSet<>();

    Handshakes(Duration atMost) {
        this.atMost = atMost;
    }

    int count() {
        return underWay.size();
    }

    /**
     * To be started by the caller.
     *
     * @param decoder what came so far, when the peer dialled us
     * @param listener called when it is under way no more
     */
    Handshaking begin(PeerLink link, HandshakeDecoder decoder, Handshaking.Listener listener) {
        Counted counted = new Counted(listener);
        counted.handshaking = new Handshaking(link, decoder, atMost, counted);
        underWay.add(counted.handshaking);
        return counted.handshaking;
    }

    void abort(String reason) {
        List.copyOf(underWay).forEach(handshaking -> handshaking.abort(reason));
    }

    private final class Counted implements Handshaking.Listener {
        private final Handshaking.Listener listener;
        private Handshaking handshaking;

        private Counted(Handshaking.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onHandshake(Handshake theirs, ByteBuf rest) {
            underWay.remove(handshaking);
            listener.onHandshake(theirs, rest);
        }

        @Override
        public void onFailed(String reason, boolean fault) {
            underWay.remove(handshaking);
            listener.onFailed(reason, fault);
        }
    }
}
