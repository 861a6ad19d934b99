package io.spate.kernel.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.IncomingRefused;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.torrent.TorrentRef;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.WireException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Links that others opened, until their handshake names a torrent: then the link moves to the loop of that torrent, and the
 * torrent takes over. Each costs a handshake's bytes and a timer, and there are only so many. Called on the links' loops.
 */
final class IncomingLinks implements Consumer<PeerLink> {
    private static final int MAX_UNNAMED = 500;
    /** A peer that sends more than this behind its handshake, before it is answered, is no peer. */
    private static final int MAX_EARLY = 512 * 1024;

    private final Function<InfoHash, Optional<TorrentRef>> torrents;
    private final PeerDialer gates;
    private final Alerts alerts;
    private final Clock clock;
    private final Duration handshakeTimeout;
    private final AtomicInteger unnamed = new AtomicInteger();

    IncomingLinks(
            Function<InfoHash, Optional<TorrentRef>> torrents,
            PeerDialer gates,
            Alerts alerts,
            Clock clock,
            Duration handshakeTimeout) {
        this.torrents = torrents;
        this.gates = gates;
        this.alerts = alerts;
        this.clock = clock;
        this.handshakeTimeout = handshakeTimeout;
    }

    /** The link is connected, on its loop, without a receiver. */
    @Override
    public void accept(PeerLink link) {
        if (unnamed.incrementAndGet() > MAX_UNNAMED) {
            refuse(link, "more than " + MAX_UNNAMED + " connections without a handshake");
            return;
        }
        link.loop().execute(() -> gates.refusal(link.remote(), true)
                .ifPresentOrElse(reason -> refuse(link, reason), () -> new Unnamed(link).start()));
    }

    private void refuse(PeerLink link, String reason) {
        unnamed.decrementAndGet();
        link.close();
        if (alerts.wants(AlertCategory.PEER)) {
            alerts.post(new IncomingRefused(clock.instant(), link.remote(), reason));
        }
    }

    /** One link that has not named its torrent, or has and is on the move. */
    private final class Unnamed implements LinkReceiver {
        private final PeerLink link;
        private final HandshakeDecoder decoder = new HandshakeDecoder();
        private final Loop.Timer timeout;
        private ByteBuf early = Unpooled.EMPTY_BUFFER;
        private boolean moving;
        private boolean ended;

        Unnamed(PeerLink link) {
            this.link = link;
            this.timeout = link.loop()
                    .schedule(
                            handshakeTimeout, () -> end("no handshake within " + handshakeTimeout.toSeconds() + " s"));
        }

        void start() {
            link.receiver(this);
            link.reading(true);
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            try {
                if (ended) {
                    return;
                }
                if (!moving) {
                    decoder.feed(bytes);
                }
                keep(bytes);
                if (!ended && !moving && decoder.infoHash().isPresent()) {
                    onNamed(decoder.infoHash().get());
                }
            } catch (WireException e) {
                end(e.getMessage());
            } finally {
                bytes.release();
            }
        }

        @Override
        public void onClosed(String why) {
            end(why);
        }

        private void keep(ByteBuf bytes) {
            if (!bytes.isReadable()) {
                return;
            }
            if (early.readableBytes() + bytes.readableBytes() > MAX_EARLY) {
                end("sent " + MAX_EARLY + " bytes before it was answered");
                return;
            }
            ByteBuf joined = Unpooled.buffer(early.readableBytes() + bytes.readableBytes());
            joined.writeBytes(early).writeBytes(bytes);
            early.release();
            early = joined;
        }

        private void onNamed(InfoHash hash) {
            Optional<TorrentRef> torrent = torrents.apply(hash);
            if (torrent.isEmpty()) {
                end("it asks for a torrent that is not here: " + hash);
                return;
            }
            moving = true;
            timeout.cancel();
            link.reading(false);
            link.moveTo(torrent.get().loop()).onComplete(moved -> {
                if (moved.succeeded() && !ended) {
                    ended = true;
                    unnamed.decrementAndGet();
                    torrent.get().onIncoming(link, decoder, early);
                } else {
                    end("it could not be moved to its torrent's loop");
                }
            });
        }

        private void end(String reason) {
            if (!ended) {
                ended = true;
                timeout.cancel();
                early.release();
                refuse(link, reason);
            }
        }
    }
}
