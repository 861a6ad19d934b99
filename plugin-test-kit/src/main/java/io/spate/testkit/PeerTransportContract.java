package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.net.DialRequest;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PeerTransport} keeps to, and the links that it makes. Extend it with the transport under test, on virtual
 * time or on real loops.
 */
public abstract class PeerTransportContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Queue<PeerLink> accepted = new ConcurrentLinkedQueue<>();

    /** Which listens. */
    protected abstract PeerTransport listener();

    /** Which dials; may be the same. */
    protected abstract PeerTransport dialler();

    /** Where the listener can listen; port 0 if it can choose. */
    protected abstract InetSocketAddress listenAddress();

    /** An address where nobody is. */
    protected abstract InetSocketAddress nobody();

    /** Where dialled links live. */
    protected abstract Loop loop();

    /** Another one. */
    protected abstract Loop otherLoop();

    /** Lets time pass until the condition holds; fails if it does not within some seconds. */
    protected abstract void await(String what, BooleanSupplier condition);

    @Test
    void bytesGoBothWaysInOrder() {
        Pair pair = connect();
        byte[] there = bytes(700_000, 1);
        byte[] back = bytes(300_000, 2);

        pair.dialled.write(there);
        pair.accepted.write(back);

        await("all bytes", () -> pair.accepted.size() == there.length && pair.dialled.size() == back.length);
        assertThat(pair.accepted.bytes()).isEqualTo(there);
        assertThat(pair.dialled.bytes()).isEqualTo(back);
        assertThat(pair.accepted.batches.get()).isPositive();
        pair.close();
    }

    @Test
    void linksSayWhatTheyAre() {
        Pair pair = connect();

        assertThat(pair.dialled.link.isIncoming()).isFalse();
        assertThat(pair.accepted.link.isIncoming()).isTrue();
        assertThat(pair.dialled.link.transport()).isEqualTo(dialler().name());
        assertThat(pair.dialled.link.remote()).isEqualTo(pair.address);
        assertThat(pair.accepted.link.local()).isEqualTo(pair.address);
        assertThat(pair.accepted.link.remote()).isEqualTo(pair.dialled.link.local());
        assertThat(pair.dialled.link.loop()).isSameAs(loop());
        assertThat(pair.dialled.link.tags())
                .containsAnyOf(LinkTag.TCP, LinkTag.UTP, LinkTag.OTHER_TRANSPORT)
                .isEqualTo(pair.accepted.link.tags());
        pair.close();
    }

    @Test
    void aLinkThatDoesNotReadKeepsWhatComesForLater() {
        Pair pair = connect();
        pair.accepted.reading(false);
        byte[] bytes = bytes(5000, 3);

        pair.dialled.write(bytes);
        pair.accepted.write(new byte[] {1});
        await("the other direction", () -> pair.dialled.size() == 1);
        pair.accepted.reading(true);

        await("the bytes", () -> pair.accepted.size() == bytes.length);
        assertThat(pair.accepted.bytes()).isEqualTo(bytes);
        pair.close();
    }

    @Test
    void aLinkMovesToAnotherLoopAndLosesNothing() {
        Pair pair = connect();
        pair.accepted.reading(false);
        byte[] bytes = bytes(200_000, 4);
        pair.dialled.write(bytes);

        AtomicInteger moved = new AtomicInteger();
        pair.accepted.run(() -> pair.accepted.link.moveTo(otherLoop()).onSuccess(done -> {
            moved.addAndGet(otherLoop().inLoop() ? 1 : 2);
            pair.accepted.link.reading(true);
        }));

        await("the bytes", () -> pair.accepted.size() == bytes.length);
        assertThat(moved).hasValue(1);
        assertThat(pair.accepted.bytes()).isEqualTo(bytes);
        assertThat(pair.accepted.link.loop()).isSameAs(otherLoop());
        assertThat(pair.accepted.elsewhere).hasValue(0);
        pair.close();
    }

    @Test
    void whatIsWrittenBeforeTheCloseOfTheOtherEndIsReadBeforeIt() {
        Pair pair = connect();
        pair.dialled.write(new byte[3000]);
        await("it to go out", () -> pair.accepted.size() == 3000);

        pair.dialled.run(pair.dialled.link::close);

        await("both ends to hear of it", () -> pair.accepted.closed.size() == 1 && pair.dialled.closed.size() == 1);
        assertThat(pair.accepted.bytesAfterClose).hasValue(0);
    }

    @Test
    void closingTwiceIsToldOnce() {
        Pair pair = connect();

        pair.dialled.link.close();
        pair.dialled.link.close();
        pair.accepted.link.close();
        await("both ends to hear of it", () -> !pair.accepted.closed.isEmpty() && !pair.dialled.closed.isEmpty());
        pair.dialled.run(pair.dialled.link::close);
        roundTrip();

        assertThat(pair.dialled.closed).hasSize(1);
        assertThat(pair.accepted.closed).hasSize(1);
    }

    @Test
    void aReceiverThatIsSetAfterTheEndHearsOfIt() {
        Pair pair = connect();
        pair.dialled.link.close();
        await("the end", () -> pair.dialled.closed.size() == 1);
        End late = new End(pair.dialled.link);

        late.run(() -> late.link.receiver(late));

        await("the end, once more", () -> late.closed.size() == 1);
        pair.close();
    }

    @Test
    void whatIsWrittenAfterTheEndIsReleased() {
        Pair pair = connect();
        pair.dialled.link.close();
        await("the end", () -> pair.dialled.closed.size() == 1);
        ByteBuf late = Unpooled.directBuffer().writeZero(100);

        pair.dialled.run(() -> {
            pair.dialled.link.write(late);
            pair.dialled.link.flush();
        });

        await("the buffer to be released", () -> late.refCnt() == 0);
        pair.close();
    }

    @Test
    void aFullLinkSaysSoAndTellsWhenThereIsRoom() {
        Pair pair = connect();
        pair.accepted.reading(false);
        AtomicInteger written = new AtomicInteger();
        pair.dialled.run(() -> {
            while (pair.dialled.link.queuedBytes() < PeerLink.FULL && written.get() < 64 << 20) {
                pair.dialled.link.write(Unpooled.directBuffer().writeZero(64 * 1024));
                pair.dialled.link.flush();
                written.addAndGet(64 * 1024);
            }
        });
        await("it to be full", () -> pair.dialled.full() && written.get() > 0);

        pair.accepted.reading(true);

        await("room", () -> pair.dialled.drained.get() > 0);
        await("all bytes", () -> pair.accepted.size() == written.get());
        pair.close();
    }

    @Test
    void whomNobodyAnswersIsToldInTime() {
        Future<PeerLink> dialled = dial(nobody());

        await("the dial to fail", dialled::isComplete);

        assertThat(dialled.failed()).isTrue();
        assertThat(dialled.cause()).hasMessageNotContaining("Exception");
    }

    @Test
    void nobodyIsAcceptedAfterTheEndOfListening() {
        InetSocketAddress bound = listen();
        awaited(listener().stopListening());

        Future<PeerLink> dialled = dial(bound);
        await("the dial to fail", dialled::isComplete);

        assertThat(dialled.failed()).isTrue();
        assertThat(accepted).isEmpty();
    }

    @Test
    void dialsAddressesOfItsSchemesAlone() {
        assertThat(dialler().canDial(PeerAddress.of(nobody()))).isTrue();
        assertThat(dialler().canDial(new PeerAddress("carrier-pigeon", "coop", 7)))
                .isFalse();
    }

    private Pair connect() {
        InetSocketAddress bound = listen();
        Future<PeerLink> dialling = dial(bound);
        PeerLink dialled = awaited(dialling);
        End near = new End(dialled);
        near.start();
        near.write(new byte[] {42}); // some transports believe in a link only when something comes
        await("the link to be accepted", () -> !accepted.isEmpty());
        End far = new End(accepted.remove());
        far.start();
        await("the first byte", () -> far.size() == 1);
        far.forget();
        return new Pair(near, far, PeerAddress.of(bound));
    }

    private InetSocketAddress listen() {
        return awaited(listener().listen(listenAddress(), accepted::add));
    }

    private Future<PeerLink> dial(InetSocketAddress remote) {
        DialRequest request = new DialRequest(
                FakeTorrent.ofSeed(1),
                PeerAddress.of(remote),
                loop(),
                Optional.empty(),
                Duration.ofSeconds(2),
                Set.of());
        Promise<PeerLink> dialled = Promise.promise();
        loop().execute(() -> dialler().dial(request).onComplete(dialled));
        return dialled.future();
    }

    private void roundTrip() {
        AtomicInteger turns = new AtomicInteger();
        loop().schedule(Duration.ofMillis(50), turns::incrementAndGet);
        await("some time", () -> turns.get() > 0);
    }

    private <T> T awaited(Future<T> future) {
        await("a future", future::isComplete);
        if (future.failed()) {
            throw new AssertionError("the future failed: " + future.cause(), future.cause());
        }
        return future.result();
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** For implementations of {@link #await}. */
    protected static Duration patience() {
        return PATIENCE;
    }

    private record Pair(End dialled, End accepted, PeerAddress address) {
        void close() {
            dialled.link.close();
            accepted.link.close();
        }
    }

    /** One end of a link, and what came there. */
    private static final class End implements LinkReceiver {
        private final PeerLink link;
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final List<String> closed = new CopyOnWriteArrayList<>();
        private final AtomicInteger batches = new AtomicInteger();
        private final AtomicInteger drained = new AtomicInteger();
        private final AtomicInteger elsewhere = new AtomicInteger();
        private final AtomicInteger bytesAfterClose = new AtomicInteger();
        private final AtomicInteger queued = new AtomicInteger();

        private End(PeerLink link) {
            this.link = link;
        }

        void start() {
            run(() -> {
                link.receiver(this);
                link.reading(true);
            });
        }

        void run(Runnable task) {
            link.loop().execute(task);
        }

        void reading(boolean on) {
            run(() -> link.reading(on));
        }

        void write(byte[] bytes) {
            run(() -> {
                link.write(Unpooled.copiedBuffer(bytes));
                link.flush();
            });
        }

        boolean full() {
            run(() -> queued.set((int) Math.min(Integer.MAX_VALUE, link.queuedBytes())));
            return queued.get() >= PeerLink.FULL;
        }

        synchronized int size() {
            return got.size();
        }

        synchronized byte[] bytes() {
            return got.toByteArray();
        }

        synchronized void forget() {
            got.reset();
        }

        @Override
        public void onBytes(ByteBuf bytes) {
            elsewhere.addAndGet(link.loop().inLoop() ? 0 : 1);
            bytesAfterClose.addAndGet(closed.isEmpty() ? 0 : bytes.readableBytes());
            synchronized (this) {
                got.writeBytes(ByteBufUtil.getBytes(bytes));
            }
            bytes.release();
        }

        @Override
        public void onBatchEnd() {
            batches.incrementAndGet();
        }

        @Override
        public void onDrained() {
            drained.incrementAndGet();
        }

        @Override
        public void onClosed(String why) {
            closed.add(why);
        }
    }
}
