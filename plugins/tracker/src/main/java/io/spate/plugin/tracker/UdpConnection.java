package io.spate.plugin.tracker;

import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.SpateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one UDP tracker gave us to prove that we are where we say: a connection id, good for a minute and for all torrents
 * (BEP 15). Those who wait for it share one request. Confined to the plugin's loop.
 */
final class UdpConnection {
    private static final long LIFE = Duration.ofMinutes(1).toNanos();

    private final UdpAnnouncer announcer;
    private final Loop loop;
    private final UdpPath path;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private Optional<UdpTransactions.Transaction> asking = Optional.empty();
    private Optional<Long> id = Optional.empty();
    private long idSince;
    private long askedAt;

    UdpConnection(UdpAnnouncer announcer, UdpPath path) {
        this.announcer = announcer;
        this.loop = announcer.loop();
        this.path = path;
    }

    UdpPath path() {
        return path;
    }

    /** Empty if there is none, or none that is still good. */
    Optional<Long> id() {
        return id.filter(known -> loop.nanoTime() - idSince < LIFE);
    }

    /** The tracker does not take the id any more, or says nothing to those who come with it. */
    void forgetId() {
        id = Optional.empty();
    }

    /** Whether it may be forgotten. */
    boolean isIdle() {
        return waiting.isEmpty() && id().isEmpty();
    }

    /** Asks for an id, unless it was just asked for. */
    void await(Waiting one) {
        waiting.add(one);
        boolean isFresh = loop.nanoTime() - askedAt
                < announcer.settings().retransmitAfter().toNanos();
        if (asking.isEmpty() || !isFresh) {
            ask();
        }
    }

    private void ask() {
        UdpTransactions.Transaction transaction =
                asking.orElseGet(() -> announcer.transactions().open(path, UdpAction.CONNECT, this::onReply));
        asking = Optional.of(transaction);
        askedAt = loop.nanoTime();
        announcer.send(path, Unpooled.wrappedBuffer(UdpPacket.connect(transaction.number())));
    }

    void leave(Waiting one) {
        waiting.remove(one);
        if (waiting.isEmpty()) {
            stopAsking();
        }
    }

    private void stopAsking() {
        asking.ifPresent(UdpTransactions.Transaction::close);
        asking = Optional.empty();
    }

    private void onReply(UdpReply reply) {
        stopAsking();
        List<Waiting> told = new ArrayList<>(waiting);
        waiting.clear();
        try {
            Optional<Refusal> refusal = reply.refusal();
            if (refusal.isPresent()) {
                told.forEach(one -> one.onRefused(refusal.get()));
                return;
            }
            long given = reply.connection();
            id = Optional.of(given);
            idSince = loop.nanoTime();
            told.forEach(one -> one.onConnected(given));
        } catch (SpateException e) {
            told.forEach(one -> one.onNonsense(e));
        }
    }

    /** Who waits for an id; called once. */
    interface Waiting {
        void onConnected(long connection);

        void onRefused(Refusal refusal);

        void onNonsense(SpateException fault);
    }
}
