package io.spate.kernel.upgrade;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.spate.kernel.extension.Guard;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A link that a plugin made. What the plugin throws ends the link and counts as its fault, and when the plugin stops the link
 * ends, whatever the plugin does: from then on nothing of it is called.
 */
final class OwnedLink implements PeerLink, LinkReceiver {
    private final PeerLink link;
    private final Guard guard;
    private final Consumer<OwnedLink> onEnded;
    private final PeerAddress remote;
    private final PeerAddress local;
    private final boolean incoming;
    private final String transport;
    private final Set<LinkTag> tags;

    private volatile Loop loop;
    private volatile boolean ended;

    // Loop only
    private LinkReceiver receiver;
    private String reason = "closed";
    private boolean told;

    /**
     * Called on the loop of the link.
     *
     * @param onEnded called once, on the loop of the link
     */
    OwnedLink(PeerLink link, Guard guard, Consumer<OwnedLink> onEnded) {
        this.link = link;
        this.guard = guard;
        this.onEnded = onEnded;
        this.loop = link.loop();
        this.remote = link.remote();
        this.local = link.local();
        this.incoming = link.isIncoming();
        this.transport = link.transport();
        this.tags = Set.copyOf(link.tags());
        link.receiver(this);
    }

    /** Ends it, with a reason that its receiver is told. Safe from any thread. */
    void end(String why) {
        loop().execute(() -> endNow(why));
    }

    /** Called on the loop. */
    void endNow(String why) {
        if (!ended) {
            reason = why;
            close();
            ended = true;
            onEnded.accept(this);
            tellClosed();
        }
    }

    @Override
    public PeerAddress remote() {
        return remote;
    }

    @Override
    public PeerAddress local() {
        return local;
    }

    @Override
    public Set<LinkTag> tags() {
        return tags;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public boolean isIncoming() {
        return incoming;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void receiver(LinkReceiver next) {
        receiver = next;
        if (ended) {
            loop().execute(this::tellClosed);
        }
    }

    @Override
    public void reading(boolean on) {
        run("PeerLink.reading", () -> link.reading(on));
    }

    @Override
    public void write(ByteBuf bytes) {
        if (ended) {
            bytes.release();
        } else {
            run("PeerLink.write", () -> link.write(bytes));
        }
    }

    @Override
    public void flush() {
        run("PeerLink.flush", link::flush);
    }

    @Override
    public long queuedBytes() {
        return ended ? 0 : guard.call("PeerLink.queuedBytes", link::queuedBytes, 0L);
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        if (ended) {
            return Future.failedFuture(reason);
        }
        Loop before = loop;
        loop = target; // before the move, so that an end meanwhile waits for it there
        return guard.call(
                        "PeerLink.moveTo",
                        () -> link.moveTo(target),
                        Future.<Void>failedFuture("plugin " + guard.owner() + " failed"))
                .onFailure(failure -> loop = before);
    }

    @Override
    public void close() {
        if (!ended) {
            guard.run("PeerLink.close", link::close);
        }
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        if (ended || receiver == null) {
            bytes.release();
        } else {
            receiver.onBytes(bytes);
        }
    }

    @Override
    public void onBatchEnd() {
        if (!ended && receiver != null) {
            receiver.onBatchEnd();
        }
    }

    @Override
    public void onDrained() {
        if (!ended && receiver != null) {
            receiver.onDrained();
        }
    }

    @Override
    public void onClosed(String why) {
        endNow(why);
    }

    private void run(String doing, Runnable call) {
        if (ended) {
            return;
        }
        boolean done = guard.call(
                doing,
                () -> {
                    call.run();
                    return true;
                },
                false);
        if (!done) {
            end("plugin " + guard.owner() + " failed"); // not now: the caller may be about to go on
        }
    }

    /** The receiver hears of the end once, though it may have been set after it. */
    private void tellClosed() {
        if (receiver != null && !told) {
            told = true;
            receiver.onClosed(reason);
        }
    }
}
