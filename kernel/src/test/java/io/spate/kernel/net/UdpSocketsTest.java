package io.spate.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.net.DatagramService.Claimant;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpSocketsTest {
    private final VertxPlatform platform = new VertxPlatform(2, 1);
    private final UdpSockets sockets = new UdpSockets(platform);
    private InetSocketAddress a;
    private InetSocketAddress b;

    @BeforeEach
    void open() {
        a = await(sockets.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        b = await(sockets.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    @AfterEach
    void close() {
        await(sockets.close());
        await(platform.close());
    }

    @Test
    void aRowArrivesAsTheDatagramsItIsCutInto() {
        Recorder all = claim(1, payload -> true);
        byte[] bytes = new byte[150 * 1000 + 7];
        new Random(5).nextBytes(bytes);

        sockets.send(a, b, Unpooled.copiedBuffer(bytes), 1000);

        awaitThat(() -> all.datagrams.size() == 151);
        assertThat(all.datagrams.get(150)).hasSize(7);
        byte[] joined = ByteBufUtil.getBytes(
                Unpooled.wrappedBuffer(all.datagrams.stream().toArray(byte[][]::new)));
        assertThat(joined).isEqualTo(bytes);
        assertThat(all.senders).containsOnly(a);
    }

    @Test
    void aDatagramGoesToTheFirstInOrderThatRecognisesIt() {
        Recorder later = claim(2, payload -> true);
        Recorder first = claim(1, payload -> payload.getByte(payload.readerIndex()) == 'd');

        sockets.send(a, b, Unpooled.copiedBuffer(new byte[] {'d', 1}));
        sockets.send(a, b, Unpooled.copiedBuffer(new byte[] {'x', 2}));

        awaitThat(() -> later.datagrams.size() == 1 && first.datagrams.size() == 1);
        assertThat(first.datagrams.get(0)).containsExactly('d', 1);
        assertThat(later.datagrams.get(0)).containsExactly('x', 2);
    }

    @Test
    void theEndOfABatchIsToldToThoseWhoGotSomethingOfItAlone() {
        Recorder got = claim(1, payload -> true);
        Recorder idle = claim(2, payload -> true);

        sockets.send(a, b, Unpooled.copiedBuffer(new byte[30]), 10);

        awaitThat(() -> got.datagrams.size() == 3 && got.batches.get() > 0);
        assertThat(got.atLastEnd.get()).isEqualTo(3);
        assertThat(idle.batches).hasValue(0);
    }

    @Test
    void whatNobodyRecognisesIsCountedAndReleased() {
        sockets.send(a, b, Unpooled.copiedBuffer(new byte[] {1}));

        awaitThat(() -> sockets.unrecognised() == 1);
    }

    @Test
    void whatCannotBeSentIsCountedAndReleased() {
        ByteBuf payload = Unpooled.copiedBuffer(new byte[] {1});

        sockets.send(new InetSocketAddress("192.0.2.1", 1), b, payload);

        assertThat(sockets.dropped()).isOne();
        assertThat(payload.refCnt()).isZero();
    }

    @Test
    void aRowThatCannotGoWhereItShouldHoldsUpNoOther() {
        Recorder all = claim(1, payload -> true);

        sockets.send(a, new InetSocketAddress(b.getAddress(), 0), Unpooled.copiedBuffer(new byte[3000]), 1000);
        sockets.send(a, b, Unpooled.copiedBuffer(new byte[3000]), 1000);

        awaitThat(() -> all.datagrams.size() == 3);
        assertThat(sockets.dropped()).isPositive();
    }

    @Test
    void whatIsSentOnceTheLoopsHaveEndedIsReleased() {
        VertxPlatform ended = new VertxPlatform(1, 1);
        UdpSockets orphans = new UdpSockets(ended);
        InetSocketAddress local = await(orphans.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        await(ended.close());

        for (int i = 0; i < 3; i++) {
            ByteBuf payload = Unpooled.copiedBuffer(new byte[] {1});
            orphans.send(local, b, payload);
            assertThat(payload.refCnt()).isZero();
        }
        assertThat(orphans.dropped()).isEqualTo(3);
    }

    @Test
    void noMoreThanItsBoundWaitsForABusyLoop() {
        ByteBuf whole = Unpooled.buffer(1024 * 1024).writeZero(1024 * 1024);

        for (int i = 0; i < 200; i++) {
            sockets.send(a, b, whole.retainedDuplicate(), 1000);
        }

        awaitThat(() -> whole.refCnt() == 1);
        whole.release();
        assertThat(sockets.dropped()).isPositive();
    }

    private Recorder claim(int order, Predicate<ByteBuf> recognises) {
        Recorder recorder = new Recorder(recognises);
        sockets.claim("test", order, recorder);
        return recorder;
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void awaitThat(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Keeps what it recognises. */
    private static final class Recorder implements Claimant {
        private final Predicate<ByteBuf> recognises;
        private final List<byte[]> datagrams = new CopyOnWriteArrayList<>();
        private final List<InetSocketAddress> senders = new CopyOnWriteArrayList<>();
        private final AtomicInteger batches = new AtomicInteger();
        private final AtomicInteger atLastEnd = new AtomicInteger();

        private Recorder(Predicate<ByteBuf> recognises) {
            this.recognises = recognises;
        }

        @Override
        public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
            return recognises.test(payload);
        }

        @Override
        public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
            senders.add(remote);
            datagrams.add(ByteBufUtil.getBytes(payload));
            payload.release();
        }

        @Override
        public void onBatchEnd(InetSocketAddress local) {
            atLastEnd.set(datagrams.size());
            batches.incrementAndGet();
        }
    }
}
