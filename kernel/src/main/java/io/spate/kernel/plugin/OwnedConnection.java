package io.spate.kernel.plugin;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.ForwardingPeerLink;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.PeerLink;
import io.spate.kernel.extension.Guard;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A connection that a plugin opened. What its receiver throws ends it, and counts as the plugin's fault; when the plugin stops,
 * it is closed, and nothing of the plugin is called or held any more.
 */
final class OwnedConnection extends ForwardingPeerLink implements LinkReceiver {
    private final Guard guard;
    private final Consumer<OwnedConnection> onEnded;
    private volatile Optional<LinkReceiver> receiver = Optional.empty();
    private volatile boolean ended;

    /** @param onEnded called when it is closed, by whomever; on any thread, perhaps more than once */
    OwnedConnection(PeerLink link, Guard guard, Consumer<OwnedConnection> onEnded) {
        super(link);
        this.guard = guard;
        this.onEnded = onEnded;
    }

    /** The plugin stops. Safe from any thread. */
    void end() {
        ended = true;
        receiver = Optional.empty();
        link().close();
    }

    @Override
    public void receiver(LinkReceiver next) {
        if (!ended) {
            receiver = Optional.of(next);
            link().receiver(this);
        }
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        Optional<LinkReceiver> callee = receiver;
        if (callee.isEmpty()) {
            bytes.release();
        } else {
            call("LinkReceiver.onBytes", () -> callee.get().onBytes(bytes));
        }
    }

    @Override
    public void onBatchEnd() {
        receiver.ifPresent(callee -> call("LinkReceiver.onBatchEnd", callee::onBatchEnd));
    }

    @Override
    public void onDrained() {
        receiver.ifPresent(callee -> call("LinkReceiver.onDrained", callee::onDrained));
    }

    @Override
    public void onClosed(String why) {
        Optional<LinkReceiver> callee = receiver;
        receiver = Optional.empty();
        onEnded.accept(this);
        callee.ifPresent(told -> guard.run("LinkReceiver.onClosed", () -> told.onClosed(why)));
    }

    private void call(String doing, Runnable call) {
        boolean done = guard.call(
                doing,
                () -> {
                    call.run();
                    return true;
                },
                false);
        if (!done) {
            link().close();
        }
    }
}
