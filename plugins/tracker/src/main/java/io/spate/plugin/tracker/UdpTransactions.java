package io.spate.plugin.tracker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.spate.api.Loop;
import io.spate.api.net.DatagramService;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What UDP trackers were asked and have not answered. Of the datagrams of the session only those are ours that carry the
 * number of such a transaction, come from the address that was asked, and say what was asked or an error. Opened and closed
 * on the plugin's loop; asked on the loops of the sockets.
 */
final class UdpTransactions implements DatagramService.Claimant {
    private static final int HEADER = 8;

    private final Map<Integer, Transaction> open = new ConcurrentHashMap<>();
    private final RandomGenerator random;
    private final Loop loop;

    /** @param random used on the plugin's loop; a stranger must guess its numbers to be heard */
    UdpTransactions(RandomGenerator random, Loop loop) {
        this.random = random;
        this.loop = loop;
    }

    /** @param receiver called on the plugin's loop with each reply, until the transaction is closed */
    Transaction open(UdpPath path, UdpAction action, Consumer<UdpReply> receiver) {
        while (true) {
            Transaction transaction = new Transaction(random.nextInt(), path, action, receiver);
            if (open.putIfAbsent(transaction.number, transaction) == null) {
                return transaction;
            }
        }
    }

    @Override
    public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
        if (payload.readableBytes() < HEADER) {
            return false;
        }
        Transaction transaction = open.get(payload.getInt(payload.readerIndex() + 4));
        return transaction != null && transaction.isAnsweredBy(remote, payload.getInt(payload.readerIndex()));
    }

    @Override
    public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        byte[] bytes;
        try {
            bytes = ByteBufUtil.getBytes(payload);
        } finally {
            payload.release();
        }
        int number = ByteBuffer.wrap(bytes).getInt(4);
        loop.execute(() -> {
            Transaction transaction = open.get(number);
            if (transaction != null) { // else it was closed meanwhile
                transaction.receiver.accept(new UdpReply(bytes));
            }
        });
    }

    /** One question, however often it is sent. */
    final class Transaction {
        private final int number;
        private final UdpPath path;
        private final UdpAction action;
        private final Consumer<UdpReply> receiver;

        private Transaction(int number, UdpPath path, UdpAction action, Consumer<UdpReply> receiver) {
            this.number = number;
            this.path = path;
            this.action = action;
            this.receiver = receiver;
        }

        private boolean isAnsweredBy(InetSocketAddress remote, int said) {
            return remote.equals(path.remote()) && (said == action.number() || said == UdpAction.ERROR.number());
        }

        int number() {
            return number;
        }

        /** What comes after this is not ours any more. */
        void close() {
            open.remove(number, this);
        }
    }
}
