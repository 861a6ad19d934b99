package io.spate.plugin.utp;

import io.netty.buffer.ByteBuf;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A connection on its loop. The socket lives on another: it leaves datagrams in the {@link Inbox}, and once a batch has the link
 * look there.
 */
final class UtpLink implements PeerLink, Outlet {
    private final UtpSocket socket;
    private final ConnectionKey key;
    private final boolean incoming;
    private final Consumer<Opening> opened;
    private final Inbox inbox;
    private final UtpConnection connection;
    private final WakeUp wakeUp = new WakeUp(this::onTimer);
    private final PeerAddress remote;
    private final PeerAddress local;

    private volatile Loop loop;
    // Loop only
    private LinkReceiver receiver;
    private String closeReason;
    private boolean connected;
    private boolean full;

    /**
     * @param connection makes the state machine that has this link as its outlet
     * @param opened hears once whether the link could be opened, on its loop
     */
    UtpLink(
            UtpSocket socket,
            ConnectionKey key,
            boolean incoming,
            Loop loop,
            Inbox inbox,
            Function<Outlet, UtpConnection> connection,
            Consumer<Opening> opened) {
        this.socket = socket;
        this.key = key;
        this.incoming = incoming;
        this.loop = loop;
        this.inbox = inbox;
        this.connection = connection.apply(this);
        this.opened = opened;
        this.remote = PeerAddress.of(key.remote());
        this.local = PeerAddress.of(socket.local());
    }

    ConnectionKey key() {
        return key;
    }

    /** On the socket's loop. */
    Inbox inbox() {
        return inbox;
    }

    /** On the socket's loop: something came since the last time. */
    void onBatch() {
        onLoop(this::receive);
    }

    /** On the loop. */
    void connect(long timeout) {
        long now = now();
        connection.connect(timeout, now);
        schedule(now);
    }

    /** From any thread: ends at once, and the other end is told. */
    void abort(String why, Runnable done) {
        onLoop(() -> {
            connection.abort(why, now());
            done.run();
        });
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
        Set<LinkTag> tags = EnumSet.of(LinkTag.UTP);
        if (remote.isIpv6()) {
            tags.add(LinkTag.IPV6);
        }
        InetAddress address = key.remote().getAddress();
        if (address.isLoopbackAddress() || address.isSiteLocalAddress() || address.isLinkLocalAddress()) {
            tags.add(LinkTag.LOCAL);
        }
        return tags;
    }

    @Override
    public String transport() {
        return UtpTransport.NAME;
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
        if (closeReason != null) {
            loop.execute(this::tellClosed);
        }
    }

    /** What waits is given from a task of its own: who starts reading may be in the middle of what it got before. */
    @Override
    public void reading(boolean on) {
        connection.reading(on && receiver != null);
        if (connection.isReadable()) {
            onLoopLater(this::resume);
        }
    }

    @Override
    public void write(ByteBuf bytes) {
        connection.write(bytes);
        full |= connection.unsentBytes() >= FULL;
    }

    @Override
    public void flush() {
        long now = now();
        connection.flush(now);
        schedule(now);
    }

    @Override
    public long queuedBytes() {
        return connection.unsentBytes();
    }

    @Override
    public Future<Void> moveTo(Loop target) {
        if (target == loop) {
            return Future.succeededFuture();
        }
        Promise<Void> moved = Promise.promise();
        loop.execute(() -> leave(target, moved)); // not in the middle of a batch: its rest still belongs to this loop
        return moved.future();
    }

    @Override
    public void close() {
        onLoop(() -> {
            long now = now();
            connection.close(now);
            schedule(now);
        });
    }

    @Override
    public void send(ByteBuf packets, int segment) {
        socket.send(key.remote(), packets, segment);
    }

    @Override
    public void onConnected() {
        connected = true;
        opened.accept(new Opening.Done(this));
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        if (receiver == null) {
            bytes.release();
        } else {
            receiver.onBytes(bytes);
        }
    }

    @Override
    public void onBatchEnd() {
        if (receiver != null) {
            receiver.onBatchEnd();
        }
    }

    @Override
    public void onSent() {
        if (full && connection.unsentBytes() <= FULL / 2) {
            full = false;
            if (receiver != null) {
                receiver.onDrained();
            }
        }
    }

    @Override
    public void onClosed(String why) {
        closeReason = why;
        if (!connected) {
            opened.accept(new Opening.Failed(why));
        }
        loop.execute(this::tellClosed); // never from within a call of the receiver's own
    }

    @Override
    public void onGone() {
        wakeUp.cancel();
        inbox.close();
        socket.remove(this);
    }

    /** From here on whatever was meant for the old loop passes itself on. */
    private void leave(Loop target, Promise<Void> moved) {
        wakeUp.cancel();
        loop = target;
        target.execute(() -> {
            schedule(now());
            moved.complete();
        });
    }

    private void receive() {
        List<Inbox.Arrived> batch = inbox.take();
        try {
            batch.forEach(each -> connection.onDatagram(each.datagram(), each.at()));
        } finally {
            batch.forEach(each -> each.datagram().release());
        }
        resume();
    }

    private void resume() {
        long now = now();
        connection.onBatchEnd(now);
        schedule(now);
    }

    private void onTimer() {
        long now = now();
        if (now >= connection.wakeUp()) {
            connection.onWakeUp(now);
        }
        schedule(now);
    }

    private void schedule(long now) {
        long next = connection.wakeUp();
        if (next != UtpSender.NEVER && loop.inLoop()) {
            wakeUp.atLatest(next, now, loop);
        }
    }

    /** A task that finds the link moved goes after it. */
    private void onLoop(Runnable task) {
        Loop current = loop;
        if (current.inLoop()) {
            task.run();
        } else {
            current.execute(() -> onLoop(task));
        }
    }

    private void onLoopLater(Runnable task) {
        loop.execute(() -> onLoop(task));
    }

    /** The receiver hears of the end once, though it may have been set after it. */
    private void tellClosed() {
        if (receiver != null) {
            LinkReceiver told = receiver;
            receiver = null;
            told.onClosed(closeReason);
        }
    }

    private long now() {
        return loop.nanoTime() / 1000;
    }
}
