package io.spate.kernel.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.api.net.Upgraded;
import io.spate.kernel.torrent.TorrentRef;
import io.spate.kernel.upgrade.LoadedUpgrade;
import io.spate.kernel.upgrade.Upgrades;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.HandshakeDecoder;
import io.spate.kernel.wire.WireException;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.Optional;

/**
 * One link that has not named its torrent, or has and is on the move. Its first bytes decide: a handshake is read at once, what
 * an upgrade recognises is upgraded first, anything else is refused. Confined to the loop of the link.
 */
final class IncomingLink implements LinkReceiver {
    /** A peer that sends more than this behind its handshake, before it is answered, is no peer. */
    private static final int MAX_EARLY = 512 * 1024;

    private final IncomingLinks links;
    private final Upgrades upgrades;
    private final Duration handshakeTimeout;
    private final Loop loop;
    private final Loop.Timer timeout;
    private final HandshakeDecoder decoder = new HandshakeDecoder();

    private PeerLink link;
    private ByteBuf early = Unpooled.EMPTY_BUFFER;
    /** What the upgrade says that the handshake must name. */
    private Optional<InfoHash> expected = Optional.empty();

    private State state = State.RECOGNISING;

    private enum State {
        /** Too few bytes have come to know what it is. */
        RECOGNISING,
        /** An upgrade has the link. */
        UPGRADING,
        /** Its handshake comes. */
        SHAKING,
        /** It is on its way to the loop of its torrent. */
        MOVING,
        ENDED
    }

    IncomingLink(PeerLink link, IncomingLinks links, Upgrades upgrades, Duration handshakeTimeout) {
        this.link = link;
        this.links = links;
        this.upgrades = upgrades;
        this.handshakeTimeout = handshakeTimeout;
        this.loop = link.loop();
        this.timeout = loop.schedule(
                handshakeTimeout, () -> end("no handshake within " + handshakeTimeout.toSeconds() + " s"));
    }

    void start() {
        link.receiver(this);
        link.reading(true);
    }

    /** Called on any loop: another has its place, unless it has just named its torrent. */
    void giveWay(String reason) {
        loop.execute(() -> {
            if (state != State.MOVING) {
                end(reason);
            }
        });
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            if (state != State.ENDED) {
                keep(bytes);
                look();
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
        if (early.readableBytes() + bytes.readableBytes() > MAX_EARLY) {
            end("sent " + MAX_EARLY + " bytes before it was answered");
        } else if (bytes.isReadable()) {
            ByteBuf joined = Unpooled.buffer(early.readableBytes() + bytes.readableBytes());
            joined.writeBytes(early).writeBytes(bytes);
            early.release();
            early = joined;
        }
    }

    private void look() {
        if (state == State.RECOGNISING) {
            Handshake.isBegunBy(early).ifPresent(plain -> {
                if (plain) {
                    onPlain();
                } else {
                    onUnknown();
                }
            });
        }
        if (state == State.SHAKING) {
            decoder.feed(early);
            decoder.infoHash().ifPresent(this::onNamed);
        }
    }

    private void onPlain() {
        state = State.SHAKING;
        upgrades.refusesPlain(link).ifPresent(this::end);
    }

    private void onUnknown() {
        Optional<String> refusal = upgrades.refusal();
        if (refusal.isPresent()) {
            end(refusal.get());
            return;
        }
        Upgrades.Answer answer = upgrades.recognise(early);
        if (answer.upgrade().isPresent()) {
            upgrade(answer.upgrade().get());
        } else if (!answer.needsMore()) {
            state = State.SHAKING; // which it will fail, with the byte that is wrong
        }
    }

    private void upgrade(LoadedUpgrade upgrade) {
        state = State.UPGRADING;
        link.reading(false);
        ByteBuf given = early;
        early = Unpooled.EMPTY_BUFFER;
        upgrade.accept(link, given, handshakeTimeout).onComplete(upgraded -> onUpgraded(upgrade, upgraded));
    }

    private void onUpgraded(LoadedUpgrade upgrade, AsyncResult<Upgraded> upgraded) {
        if (state == State.ENDED) {
            upgraded.map(late -> late.early().release()); // its link is closed
        } else if (upgraded.failed()) {
            end(upgrade.name() + ": " + upgraded.cause().getMessage());
        } else {
            link = upgraded.result().link();
            expected = upgraded.result().torrent();
            state = State.SHAKING;
            start();
            onBytes(upgraded.result().early());
        }
    }

    private void onNamed(InfoHash hash) {
        Optional<TorrentRef> torrent = links.torrent(hash);
        Optional<String> refusal = upgrades.refusal(); // perhaps only since it began
        if (refusal.isPresent()) {
            end(refusal.get());
        } else if (torrent.isEmpty()) {
            end("it asks for a torrent that is not here: " + hash);
        } else if (!expected.map(hash::equals).orElse(true)) {
            end("it asks for " + hash + " after it named " + expected.get());
        } else {
            moveTo(torrent.get());
        }
    }

    private void moveTo(TorrentRef torrent) {
        state = State.MOVING;
        timeout.cancel();
        link.reading(false);
        link.moveTo(torrent.loop()).onComplete(moved -> {
            if (moved.succeeded() && state == State.MOVING) {
                state = State.ENDED;
                links.onOver(this);
                torrent.onIncoming(link, decoder, early);
            } else {
                end("it could not be moved to its torrent's loop");
            }
        });
    }

    private void end(String reason) {
        if (state != State.ENDED) {
            state = State.ENDED;
            timeout.cancel();
            early.release();
            links.onOver(this);
            links.refuse(link, reason);
        }
    }
}
