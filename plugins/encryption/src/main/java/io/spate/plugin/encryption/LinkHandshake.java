package io.spate.plugin.encryption;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.api.net.TorrentIndex;
import io.spate.api.net.UpgradeRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;

/** A handshake over its link: the I/O of an {@link MseHandshake}. Confined to the loop of the link. */
final class LinkHandshake implements LinkReceiver, MseHandshake.Output {
    private final PeerLink link;
    private final Function<byte[], Future<KeyAgreements.Agreed>> agreeing;
    private final Promise<Agreement> done = Promise.promise();
    private MseHandshake handshake;

    private LinkHandshake(PeerLink link, Function<byte[], Future<KeyAgreements.Agreed>> agreeing) {
        this.link = link;
        this.agreeing = agreeing;
    }

    /**
     * The part of the one who was dialled. Completes on the link's loop, with the link paused.
     *
     * @param early taken over
     */
    static Future<Agreement> accept(
            PeerLink link, ByteBuf early, TorrentIndex torrents, Payload payload, KeyAgreements keys) {
        LinkHandshake accepting = new LinkHandshake(link, theirs -> keys.agree(theirs, link.loop()));
        accepting.begin(new Acceptor(torrents, payload, accepting));
        accepting.onBytes(early);
        return accepting.done.future();
    }

    /** The part of the one who dialled. Completes on the link's loop, with the link paused. */
    static Future<Agreement> dial(PeerLink link, UpgradeRequest request, Payload payload, KeyAgreements keys) {
        return keys.draw(link.loop()).compose(ours -> {
            LinkHandshake dialling = new LinkHandshake(link, theirs -> keys.agree(ours, theirs, link.loop()));
            Dialler dialler = new Dialler(request.infoHash(), payload, request.greeting(), dialling);
            dialling.begin(dialler);
            dialler.start(ours);
            return dialling.done.future();
        });
    }

    private void begin(MseHandshake begun) {
        handshake = begun;
        link.receiver(this);
        link.reading(true);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        try {
            if (!isOver()) {
                handshake.feed(bytes);
            }
        } catch (MseException e) {
            fail(e.getMessage());
        } finally {
            bytes.release();
        }
    }

    @Override
    public void onClosed(String why) {
        fail(why);
    }

    @Override
    public void send(ByteBuf bytes) {
        link.write(bytes);
        link.flush();
    }

    @Override
    public void agree(byte[] theirKey) {
        agreeing.apply(theirKey).onComplete(agreed -> {
            if (agreed.failed()) {
                fail(agreed.cause().getMessage());
            } else if (!isOver()) {
                onAgreed(agreed.result());
            }
        });
    }

    @Override
    public void done(Agreement agreement) {
        link.reading(false);
        done.complete(agreement);
    }

    private void onAgreed(KeyAgreements.Agreed agreed) {
        try {
            handshake.onAgreed(agreed.ours(), agreed.secret());
        } catch (MseException e) {
            fail(e.getMessage());
        }
    }

    private void fail(String reason) {
        done.tryFail(reason);
    }

    private boolean isOver() {
        return done.future().isComplete();
    }
}
