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
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Duration LONG = Duration.ofMillis(70);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RecordingAlerts alerts = new RecordingAlerts();
    private final List<String> ends = new ArrayList<>();
    private final Guards guards = new Guards(
            new PluginHostSettings(
                    Duration.ofMillis(50), 3, Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ZERO),
            alerts,
            Clock.fixed(NOW, ZoneOffset.UTC),
            () -> this.now,
            this::threadWork);
    private final Guard guard = guards.of("dht", ends::add);
    private long now;
    private long ran;
    private long waits;
    private int asked;

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
    void noAnswerIsAFaultWhereOneIsExpected() {
        assertThat(guard.call("Gate.name", () -> null, "none")).isEqualTo("none");
        assertThat(guard.<String>call("Gate.maybe", () -> null, null)).isNull();

        assertThat(alerts.posted())
                .containsExactly(new PluginFailed(NOW, "dht", "Gate.name", "returned null (expected: an answer)"));
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
    void aCallThatComputesForLongIsAFaultAndItsAnswerCounts() {
        guards.ofKernel().run("Picker.pick", () -> pass(LONG, "x")); // from here on threads are watched
        String answer = guard.call(
                "Gate.name",
                () -> {
                    ran += Duration.ofMillis(60).toNanos();
                    return pass(LONG, "x");
                },
                "none");

        assertThat(answer).isEqualTo("x");
        assertThat(reasons()).containsExactly("took 70 ms (expected: at most 50 ms)");
    }

    @Test
    void aCallThatWaitsForLongIsAFaultThoughItComputesNothing() {
        guards.ofKernel().run("Picker.pick", () -> pass(LONG, "x"));
        guard.run("Gate.name", () -> {
            waits++;
            pass(LONG, "x");
        });

        assertThat(reasons()).containsExactly("took 70 ms, and waited (expected: at most 50 ms)");
    }

    @Test
    void aCallThatTheMachineHoldsUpIsNoFault() {
        for (int i = 0; i < 100; i++) {
            guard.run("Gate.name", () -> pass(LONG, "x"));
            guard.run("Gate.name", () -> pass(Duration.ofMillis(1), "x"));
        }

        assertThat(guard.faultCount()).isZero();
    }

    @Test
    void aCallThatTakesLongAgainAndAgainIsAFault() {
        for (int i = 0; i < 3; i++) {
            guard.run("Gate.name", () -> pass(LONG, "x"));
            guard.run("Gate.refuses", () -> pass(Duration.ofMillis(1), "x"));
        }

        assertThat(reasons()).containsExactly("took 70 ms, again (expected: at most 50 ms)");
    }

    @Test
    void shortCallsMakeUpForLongOnes() {
        for (int i = 0; i < 9; i++) {
            guard.run("Gate.name", () -> pass(LONG, "x"));
        }
        long before = guard.faultCount();
        for (int i = 0; i < 6; i++) {
            guard.run("Gate.name", () -> pass(Duration.ofMillis(1), "x"));
        }
        guard.run("Gate.name", () -> pass(LONG, "x"));

        assertThat(guard.faultCount()).isEqualTo(before);
    }

    @Test
    void threadsAreAskedOnlyForSomeTimeAfterALongCall() {
        guard.run("Gate.name", () -> {});
        assertThat(asked).isZero();
        guard.run("Gate.name", () -> pass(LONG, "x"));
        guard.run("Gate.name", () -> {});
        assertThat(asked).isEqualTo(1);

        pass(Duration.ofMinutes(2), "x");
        guard.run("Gate.name", () -> {});
        assertThat(asked).isEqualTo(1);
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

        for (int i = 0; i < 5; i++) {
            assertThat(kernel.call("PeerTransport.listen", () -> pass(LONG, "x"), "none"))
                    .isEqualTo("x");
        }
        assertThat(kernel.faultCount()).isZero();
        assertThat(alerts.posted()).isEmpty();
    }

    private List<String> reasons() {
        return alerts.of(PluginFailed.class).stream().map(PluginFailed::reason).toList();
    }

    private Optional<ThreadWork> threadWork() {
        asked++;
        return Optional.of(new ThreadWork(ran, waits));
    }

    private int recurse() {
        return recurse() + 1;
    }

    private <R> R pass(Duration duration, R answer) {
        now += duration.toNanos();
        return answer;
    }
}
