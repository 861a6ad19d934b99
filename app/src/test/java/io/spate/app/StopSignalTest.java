package io.spate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();

    private StopSignal signal(Duration grace) {
        return new StopSignal(grace, halted::complete);
    }

    @Test
    void endsAtOnceWhenNothingNeedsOrder() {
        StopSignal signal = signal(Duration.ofDays(1));

        signal.onShutdown();

        assertThat(halted).isCompletedWithValue(ExitStatus.STOPPED);
        assertThat(signal.isAsked()).isTrue();
    }

    @Test
    void waitsForTheStatusOfWhatStopsInOrder() throws Exception {
        StopSignal signal = signal(Duration.ofDays(1));
        StopSignal.Deferral deferral = signal.defer();
        signal.defer().close();
        Thread shutdown = new Thread(signal::onShutdown);

        shutdown.start();
        signal.asked().get(10, TimeUnit.SECONDS);
        assertThat(halted).isNotDone();
        deferral.close();
        signal.finish(ExitStatus.DONE);

        assertThat(halted.get(10, TimeUnit.SECONDS)).isEqualTo(ExitStatus.DONE);
        shutdown.join();
    }

    @Test
    void endsWithoutAStatusWhenTheTimeIsUp() {
        StopSignal signal = signal(Duration.ZERO);
        signal.defer();

        signal.onShutdown();

        assertThat(halted).isCompletedWithValue(ExitStatus.STOPPED);
    }

    @Test
    void hasNotFailedIfAllWasDoneBefore() {
        StopSignal signal = signal(Duration.ZERO);
        signal.defer().done();

        signal.onShutdown();

        assertThat(halted).isCompletedWithValue(ExitStatus.DONE);
    }

    @Test
    void doesNotHaltAProcessThatEndsByItself() {
        StopSignal signal = signal(Duration.ofDays(1));
        signal.finish(ExitStatus.FAILED);

        signal.onShutdown();

        assertThat(halted).isNotDone();
        assertThat(signal.isAsked()).isFalse();
    }
}
