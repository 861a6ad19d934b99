package io.spate.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class JvmThreadMeterTest {
    private final ThreadMeter meter = new JvmThreadMeter();

    @Test
    void countsTheTimeThatAThreadRuns() {
        ThreadWork before = meter.now().orElseThrow();
        long sum = 0;
        ThreadWork meanwhile = before.since(before);
        while (meanwhile.ranNanos() < TimeUnit.MILLISECONDS.toNanos(20)) { // ends: every round takes some
            for (int i = 0; i < 10_000; i++) {
                sum += Long.hashCode(sum + i);
            }
            meanwhile = meter.now().orElseThrow().since(before);
        }

        assertThat(sum).isNotZero();
    }

    @Test
    void countsAWaitForAnother() {
        ThreadWork before = meter.now().orElseThrow();
        assertThatThrownBy(() -> new CompletableFuture<Void>().get(1, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(meter.now().orElseThrow().since(before).waits()).isPositive();
    }

    @Test
    void countsALockThatAnotherHolds() throws Exception {
        Object lock = new Object();
        Exchanger<ThreadWork> told = new Exchanger<>();
        Thread other = new Thread(() -> {
            ThreadWork before = meter.now().orElseThrow();
            synchronized (lock) {
                before = meter.now().orElseThrow().since(before);
            }
            tell(told, before);
        });
        synchronized (lock) {
            other.start();
            while (other.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }

        assertThat(told.exchange(null, 20, TimeUnit.SECONDS).waits()).isPositive();
    }

    private static void tell(Exchanger<ThreadWork> told, ThreadWork work) {
        try {
            told.exchange(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
