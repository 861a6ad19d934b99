package io.spate.plugin.dht;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.spate.api.Loop;
import io.spate.api.net.DatagramService;
import io.spate.plugin.dht.krpc.KrpcDecoder;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes datagrams from the loops of the sockets to that of the plugin. Bounded: what comes while too much waits is dropped. A
 * message is a bencoded dictionary, so its first byte is {@code d}; uTP and trackers never begin with it.
 */
final class Inbox implements DatagramService.Claimant {
    private static final int CAPACITY = 512;

    private final Loop loop;
    private final Receiver receiver;
    private final Queue<Received> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    Inbox(Loop loop, Receiver receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    /** Called on the plugin's loop. */
    interface Receiver {
        void onDatagram(InetSocketAddress local, InetSocketAddress remote, byte[] bytes);

        /** All that waited was given. */
        void onBatchEnd();
    }

    @Override
    public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
        return payload.readableBytes() > 1 && payload.getByte(payload.readerIndex()) == 'd';
    }

    @Override
    public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        try {
            if (payload.readableBytes() <= KrpcDecoder.MAX_DATAGRAM
                    && waiting.offer(new Received(local, remote, ByteBufUtil.getBytes(payload)))
                    && isScheduled.compareAndSet(false, true)) {
                loop.execute(this::deliver);
            }
        } finally {
            payload.release();
        }
    }

    private void deliver() {
        isScheduled.set(false);
        // So many and no more: others want the loop, too.
        for (int i = 0; i < CAPACITY; i++) {
            Received next = waiting.poll();
            if (next == null) {
                break;
            }
            receiver.onDatagram(next.local, next.remote, next.bytes);
        }
        receiver.onBatchEnd();
        if (!waiting.isEmpty() && isScheduled.compareAndSet(false, true)) {
            loop.execute(this::deliver);
        }
    }

    private record Received(InetSocketAddress local, InetSocketAddress remote, byte[] bytes) {}
}
