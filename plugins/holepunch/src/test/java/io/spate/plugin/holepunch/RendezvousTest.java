package io.spate.plugin.holepunch;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.PeerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private final List<String> log = new ArrayList<>();
    private final Rendezvous<String> rendezvous = new Rendezvous<>(new Rendezvous.Asking<String>() {
        @Override
        public void ask(String relay, PeerAddress target) {
            log.add("ask " + relay + " for " + target.port());
        }

        @Override
        public void onFailed(PeerAddress target, String reason) {
            log.add("no way to " + target.port() + ": " + reason);
        }
    });

    @Test
    void asksOneRelayAfterAnotherUntilOneConnects() {
        begin(1, "a", "b", "c");
        rendezvous.onError("a", target(1), "not connected", 0);
        assertThat(rendezvous.onConnect("c", target(1))).isFalse();
        assertThat(rendezvous.onConnect("b", target(1))).isTrue();
        rendezvous.onError("b", target(1), "too late", 0);
        rendezvous.tick(seconds(60));

        assertThat(log).containsExactly("ask a for 1", "ask b for 1");
    }

    @Test
    void takesErrorsFromTheOneAloneThatWasAsked() {
        begin(1, "a", "b");
        rendezvous.onError("b", target(1), "not connected", 0);
        rendezvous.onError("a", target(2), "not connected", 0);

        assertThat(log).containsExactly("ask a for 1");
    }

    @Test
    void givesUpARelayThatIsSilentOrGone() {
        begin(1, "a", "b", "c");
        rendezvous.tick(seconds(9));
        rendezvous.tick(seconds(10));
        rendezvous.onGone("c", seconds(11));
        rendezvous.onGone("b", seconds(12));

        assertThat(log).containsExactly("ask a for 1", "ask b for 1", "no way to 1: the relay went");
    }

    @Test
    void seeksNobodyTwiceInTenMinutes() {
        begin(1, "a");
        rendezvous.onError("a", target(1), "not connected", 0);
        rendezvous.begin(target(1), List.of("a"), seconds(599));
        rendezvous.begin(target(1), List.of("a"), seconds(600));

        assertThat(log).containsExactly("ask a for 1", "no way to 1: not connected", "ask a for 1");
    }

    @Test
    void doesNotCountAnAttemptThatNobodyCouldBeAskedFor() {
        begin(1);
        begin(1, "a");

        assertThat(log).containsExactly("ask a for 1");
    }

    @Test
    void hasTwentyAttemptsUnderWayAtMost() {
        for (int i = 1; i <= 30; i++) {
            begin(i, "a");
        }

        assertThat(log).hasSize(20);
    }

    private void begin(int target, String... relays) {
        rendezvous.begin(target(target), List.of(relays), 0);
    }

    private static PeerAddress target(int number) {
        return new PeerAddress(PeerAddress.IP, "203.0.113.7", number);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
