package io.spate.api.net;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.vertx.core.Future;
import java.util.Set;

/**
 * A link that passes every call on to another: the base of those that change a few, as a {@link ConnectionUpgrade}'s do. So is
 * {@link #receiver}: who changes what arrives, too, keeps the receiver and gives itself to the other link in its place.
 *
 * <p>Each method calls the same one of the other link, on the same thread, and none calls another of this class: what one override
 * changes, the others do not feel.
 */
public abstract class ForwardingPeerLink implements PeerLink {
    private final PeerLink link;

    /** @param link where calls are passed to, by this link alone from now on */
    protected ForwardingPeerLink(PeerLink link) {
        this.link = requireNonNull(link, "link is null");
    }

    /** The other link. */
    protected final PeerLink link() {
        return link;
    }

    @Override
    public PeerAddress remote() {
        return link.remote();
    }

    @Override
    public PeerAddress local() {
        return link.local();
    }

    @Override
    public Set<LinkTag> tags() {
        return link.tags();
    }

    @Override
    public String transport() {
        return link.transport();
    }

    @Override
    public boolean isIncoming() {
        return link.isIncoming();
    }

    @Override
    public Loop loop() {
        return link.loop();
    }

    @Override
    public void receiver(LinkReceiver receiver) {
        link.receiver(receiver);
    }

    @Override
    public void reading(boolean on) {
        link.reading(on);
    }

    @Override
    public void write(ByteBuf bytes) {
        link.write(bytes);
    }

    @Override
    public void flush() {
        link.flush();
    }

    @Override
    public long queuedBytes() {
        return link.queuedBytes();
    }

    @Override
    public Future<Void> moveTo(Loop loop) {
        return link.moveTo(loop);
    }

    @Override
    public void close() {
        link.close();
    }
}
