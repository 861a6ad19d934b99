package io.spate.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.alert.PluginFailed;
import io.spate.kernel.settings.PluginHostSettings;
import io.spate.testkit.RecordingAlerts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RecordingAlerts alerts = new RecordingAlerts();
    private final List<String> ends = new ArrayList<>();
    private final Guards guards = new Guards(
            new PluginHostSettings(
                    Duration.ofMillis(50), 3, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ZERO),
            alerts,
            Clock.fixed(NOW, ZoneOffset.UTC),
            () -> this.now);
    private final Guard guard = guards.of("dht", ends::add);
    private long now;

    @Test
    void anAnswerPasses() {
        assertThat(guard.call("Gate.name", () -> "x", "none")).isEqualTo("x");
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void aFaultIsToldAndTheFallbackIsTheAnswer() {
        String answer = guard.call(
                "Gate.name",
                () -> {
                    throw new IllegalStateException("broken");
                },
                "none");

        assertThat(answer).isEqualTo("none");
        assertThat(alerts.posted())
                .containsExactly(new PluginFailed(NOW, "dht", "Gate.name", "IllegalStateException: broken"));
    }

    @Test
    void missingClassesAndEndlessRecursionAreFaultsToo() {
        guard.run("a", () -> {
            throw new NoSuchMethodError("gone");
        });
        guard.run("b", this::recurse);

        assertThat(alerts.of(PluginFailed.class))
                .extracting(PluginFailed::reason)
                .containsExactly("NoSuchMethodError: gone", "StackOverflowError");
    }

    @Test
    void theEndOfTheMemoryIsNotHidden() {
        assertThatThrownBy(() -> guard.run("a", () -> {
                    throw new OutOfMemoryError("for a test");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aSlowCallIsAFaultAndItsAnswerCounts() {
        String answer = guard.call("Gate.name", () -> pass(Duration.ofMillis(70), "x"), "none");

        assertThat(answer).isEqualTo("x");
        assertThat(alerts.of(PluginFailed.class))
                .extracting(PluginFailed::reason)
                .containsExactly("took 70 ms (expected: at most 50 ms)");
    }

    @Test
    void whereItMayBlockACallMayTakeLong() throws IOException {
        assertThat(guard.<Guard, String>callBlocking("open", guard, callee -> pass(Duration.ofSeconds(5), "x")))
                .isEqualTo("x");
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void aDiskThatFailsIsNoFaultOfThePlugin() {
        assertThatThrownBy(() -> guard.callBlocking("open", guard, callee -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void anythingElseThatABlockingCallThrowsIsAFaultAndAnIoException() {
        assertThatThrownBy(() -> guard.callBlocking("Storage.open", guard, callee -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("dht failed in Storage.open: IllegalStateException: broken");
        assertThat(guard.faultCount()).isEqualTo(1);
    }

    @Test
    void tooManyFaultsInAShortTimeAreAnsweredOnce() {
        for (int i = 0; i < 10; i++) {
            guard.fault("Gate.name", "broken");
        }

        assertThat(ends).containsExactly("3 faults within 60 s, the last in Gate.name: broken");
        assertThat(alerts.posted()).hasSize(3);
        assertThat(guard.faultCount()).isEqualTo(10);
    }

    @Test
    void faultsThatAreFarApartAreForgiven() {
        for (int i = 0; i < 10; i++) {
            guard.fault("Gate.name", "broken");
            now += Duration.ofSeconds(31).toNanos();
        }

        assertThat(ends).isEmpty();
        assertThat(alerts.posted()).hasSize(10);
    }

    @Test
    void theKernelsOwnFaultsAreOnlyTold() {
        Guard kernel = guards.ofKernel();
        for (int i = 0; i < 10; i++) {
            kernel.fault("Picker.pick", "broken");
        }

        assertThat(kernel.faultCount()).isEqualTo(10);
        assertThat(alerts.of(PluginFailed.class))
                .allMatch(alert -> alert.plugin().equals(Extensions.KERNEL));
    }

    @Test
    void theKernelsOwnSlowCallsAreNoFaults() {
        Guard kernel = guards.ofKernel();

        assertThat(kernel.call("PeerTransport.listen", () -> pass(Duration.ofMillis(106), "x"), "none"))
                .isEqualTo("x");
        assertThat(kernel.faultCount()).isZero();
        assertThat(alerts.posted()).isEmpty();
    }

    private int recurse() {
        return recurse() + 1;
    }

    private <R> R pass(Duration duration, R answer) {
        now += duration.toNanos();
        return answer;
    }
}
