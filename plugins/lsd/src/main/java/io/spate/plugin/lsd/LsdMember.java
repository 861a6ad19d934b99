package io.spate.plugin.lsd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.net.Multicast;
import io.spate.api.plugin.PluginContext;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Our membership in one group. Confined to the plugin's loop, where its listener is called, too. */
final class LsdMember {
    /** Datagrams that were received and not looked at yet; more are dropped: somebody floods the network. */
    private static final int MAX_WAITING = 100;

    private final LsdGroup group;
    private final AnnounceQueue queue;
    private final String cookie;
    private final Future<Multicast> multicast;
    private final AtomicInteger waiting = new AtomicInteger();
    private final PluginContext context;
    private final Listener listener;

    LsdMember(LsdGroup group, PluginContext context, LsdSettings settings, String cookie, Listener listener) {
        this.group = group;
        this.context = context;
        this.cookie = cookie;
        this.listener = listener;
        this.queue = new AnnounceQueue(
                LsdMessage.capacity(group.host(), cookie),
                settings.interval(),
                context.timers().loop().nanoTime());
        this.multicast = context.network().multicast(group.address(), this::onDatagram);
    }

    AnnounceQueue queue() {
        return queue;
    }

    Future<Multicast> joined() {
        return multicast;
    }

    /** Sends what is due. @param port where we accept peers */
    void announce(int port, long now) {
        if (!multicast.succeeded()) {
            return;
        }
        List<InfoHash> hashes = queue.take(now);
        if (!hashes.isEmpty()) {
            LsdMessage message = new LsdMessage(group.host(), port, hashes, Optional.of(cookie));
            multicast.result().send(Unpooled.wrappedBuffer(message.encode()));
        }
    }

    void close() {
        multicast.onSuccess(Multicast::close);
    }

    /** On a loop of the engine. */
    private void onDatagram(InetSocketAddress remote, ByteBuf payload) {
        try {
            if (payload.readableBytes() <= LsdMessage.MAX_BYTES && waiting.get() < MAX_WAITING) {
                byte[] bytes = ByteBufUtil.getBytes(payload);
                waiting.incrementAndGet();
                context.timers().loop().execute(() -> {
                    waiting.decrementAndGet();
                    listener.onDatagram(remote, bytes);
                });
            }
        } finally {
            payload.release();
        }
    }

    /** Who hears the group. */
    interface Listener {
        void onDatagram(InetSocketAddress remote, byte[] bytes);
    }
}
