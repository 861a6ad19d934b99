package io.spate.kernel.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.spate.api.session.PayloadMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private static final int KIB = 1024;

    private final BufferPool pool = new BufferPool(64 * KIB);
    private final List<String> woken = new ArrayList<>();

    @Test
    void givesBuffersUpToItsBound() {
        ByteBuf first = take(32 * KIB);
        ByteBuf second = take(32 * KIB);

        assertThat(pool.acquire(1)).isEmpty();
        first.release();
        assertThat(pool.used()).isEqualTo(32 * KIB);
        second.release();
        assertThat(pool.used()).isZero();
    }

    @Test
    void aBufferIsAsLongAsWasAskedForAndEmpty() {
        ByteBuf buffer = take(20_000);
        buffer.writeLong(1).release();
        ByteBuf again = take(20_001);

        assertThat(again.capacity()).isEqualTo(20_001);
        assertThat(again.readableBytes()).isZero();
        again.release();
    }

    @Test
    void theLargestPassesWhenNothingElseIsInUse() {
        ByteBuf large = take(1024 * KIB);

        assertThat(pool.acquire(1)).isEmpty();
        large.release();
    }

    @Test
    void wakesThoseForWhomThereIsRoom() {
        ByteBuf first = take(16 * KIB);
        ByteBuf second = take(32 * KIB);
        ByteBuf third = take(16 * KIB);
        assertThat(pool.isShort()).isFalse();
        pool.whenRoom(64 * KIB, () -> woken.add("large"));
        pool.whenRoom(16 * KIB, () -> woken.add("small"));
        assertThat(pool.isShort()).isTrue();

        second.release();
        assertThat(woken).containsExactly("small");
        first.release();
        third.release();

        assertThat(woken).containsExactly("small", "large");
        assertThat(pool.isShort()).isFalse();
    }

    @Test
    void wakesAtOnceWhenWhatWasMissingCameBackMeanwhile() {
        ByteBuf held = take(16 * KIB);
        ByteBuf missing = take(32 * KIB);
        assertThat(pool.acquire(32 * KIB)).isEmpty();
        missing.release(); // before the waiter is there

        pool.whenRoom(32 * KIB, () -> woken.add("waiter"));

        assertThat(woken).containsExactly("waiter");
        held.release();
    }

    @Test
    void doesNotWakeWhileThereIsNoRoom() {
        ByteBuf first = take(16 * KIB);
        ByteBuf second = take(16 * KIB);
        ByteBuf third = take(32 * KIB);
        pool.whenRoom(32 * KIB, () -> woken.add("waiter"));

        first.release();
        assertThat(woken).isEmpty();
        second.release();

        assertThat(woken).containsExactly("waiter");
        third.release();
    }

    @Test
    void tellsWhatIsUsedAndWhatIsKept() {
        long limit = pool.capacity();
        ByteBuf first = take(32 * KIB);
        ByteBuf second = take(16 * KIB);
        first.release();

        assertThat(pool.status()).isEqualTo(new PayloadMemory(16 * KIB, 32 * KIB, limit));
        second.release();
    }

    @Test
    void losesNoWakeUpBetweenThreads() throws Exception {
        int threads = 4;
        int rounds = 3_000;
        AtomicInteger done = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads * rounds);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < threads * rounds; i++) {
                executor.execute(() -> use(executor, done, all));
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            executor.shutdown();
        }
        assertThat(done).hasValue(threads * rounds);
        assertThat(pool.used()).isZero();
    }

    private void use(ExecutorService executor, AtomicInteger done, CountDownLatch all) {
        Optional<ByteBuf> buffer = pool.acquire(32 * KIB);
        if (buffer.isEmpty()) {
            pool.whenRoom(32 * KIB, () -> executor.execute(() -> use(executor, done, all)));
            return;
        }
        buffer.get().release();
        done.incrementAndGet();
        all.countDown();
    }

    private ByteBuf take(int bytes) {
        return pool.acquire(bytes).orElseThrow();
    }
}
