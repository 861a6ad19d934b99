package io.spate.testkit;

import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/**
 * One end of a link that a test makes: between whom it is, on which loop, and whom it tells. What becomes of bytes is said by
 * those that extend it.
 */
public abstract class LinkEnd implements PeerLink {
    private final PeerAddress remote;
    private final PeerAddress local;
    private final boolean incoming;
    private final String transport;
    private final Set<LinkTag> tags;
    private volatile Loop loop;

    // Loop only
    private Optional<LinkReceiver> receiver = Optional.empty();
    private Optional<String> end = Optional.empty();

    protected LinkEnd(
            Loop loop, PeerAddress remote, PeerAddress local, boolean incoming, String transport, Set<LinkTag> tags) {
        this.loop = loop;
        this.remote = remote;
        this.local = local;
        this.incoming = incoming;
        this.transport = transport;
        this.tags = Set.copyOf(tags);
    }

    /** Who gets what comes; nobody once it was told of the end. */
    protected final Optional<LinkReceiver> receiver() {
        return receiver;
    }

    /** Called on the loop, as often as it likes: the receiver hears of the end once, though it may be set after it. */
    protected final void tellClosed(String why) {
        end = end.or(() -> Optional.of(why));
        Optional<LinkReceiver> told = receiver;
        receiver = Optional.empty();
        told.ifPresent(callee -> callee.onClosed(end.orElseThrow()));
    }

    @Override
    public final PeerAddress remote() {
        return remote;
    }

    @Override
    public final PeerAddress local() {
        return local;
    }

    @Override
    public final Set<LinkTag> tags() {
        return tags;
    }

    @Override
    public final String transport() {
        return transport;
    }

    @Override
    public final boolean isIncoming() {
        return incoming;
    }

    @Override
    public final Loop loop() {
        return loop;
    }

    @Override
    public final void receiver(LinkReceiver next) {
        receiver = Optional.of(next);
        end.ifPresent(why -> loop.execute(() -> tellClosed(why)));
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        loop = target;
        return Future.succeededFuture();
    }
}
