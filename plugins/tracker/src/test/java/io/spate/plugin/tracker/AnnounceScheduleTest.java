package io.spate.plugin.tracker;

import static java.net.StandardProtocolFamily.INET;
import static java.net.StandardProtocolFamily.INET6;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnnounceScheduleTest {
    private static final Endpoint V4 = new Endpoint(Requests.HASH, INET);
    private static final Endpoint V6 = new Endpoint(Requests.HASH, INET6);
    private static final Traffic NOTHING = new Traffic(0, 0, 100, 0, 0);

    private AnnounceSchedule schedule;
    private TrackerTiers tiers;
    private long now;

    private void make(String overrides, List<List<String>> urls) {
        tiers = new TrackerTiers(urls, url -> Optional.empty(), true, new Random(1));
        schedule = new AnnounceSchedule(tiers, TrackerSettingsTest.of(overrides), new Jitter(0, new Random(1)));
    }

    private void makeTwoTiers() {
        make("", List.of(List.of("http://a/"), List.of("http://b/")));
    }

    private List<String> due() {
        return schedule.takeDue(now).stream()
                .map(tracker -> tracker.url().host())
                .toList();
    }

    private Tracker tracker(String host) {
        return tiers.all().stream()
                .filter(tracker -> tracker.url().host().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private Duration answers(String host, int interval) {
        return schedule.onAnswer(tracker(host), now, Optional.of(Duration.ofSeconds(interval)), Optional.empty());
    }

    private void fails(String host) {
        schedule.onFailure(tracker(host), now, Retry.AFTER_BACK_OFF);
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private long secondsToWake() {
        return TimeUnit.NANOSECONDS.toSeconds(schedule.wakeAt() - now);
    }

    @Test
    void asksTheFirstTierAndStopsAtTheTrackerThatAnswers() {
        makeTwoTiers();
        assertThat(due()).containsExactly("a");
        answers("a", 1800);
        assertThat(due()).isEmpty();
        assertThat(secondsToWake()).isEqualTo(1800);
        pass(1800);
        assertThat(due()).containsExactly("a");
    }

    @Test
    void asksNobodyElseWhileATrackerIsBeingAsked() {
        makeTwoTiers();
        assertThat(due()).containsExactly("a");
        pass(100_000);
        assertThat(due()).isEmpty();
        assertThat(schedule.wakeAt()).isEqualTo(Tracker.NEVER);
    }

    @Test
    void goesToTheNextTierOnlyWhenAllOfOneFail() {
        make("", List.of(List.of("http://a/", "http://b/"), List.of("http://c/")));
        String first = due().get(0);
        fails(first);
        String second = due().get(0);
        assertThat(List.of(first, second)).containsExactlyInAnyOrder("a", "b");
        fails(second);
        assertThat(due()).containsExactly("c");
    }

    @Test
    void startsFromTheTopAgainWhenABackOffIsOver() {
        makeTwoTiers();
        due();
        fails("a");
        assertThat(due()).containsExactly("b");
        answers("b", 1800);
        assertThat(due()).isEmpty();
        assertThat(secondsToWake()).isEqualTo(17);
        pass(18);
        assertThat(due()).containsExactly("a");
        answers("a", 1800);
        pass(1800);
        assertThat(due()).containsExactly("a");
    }

    @Test
    void asksTheTrackerThatWorkedFirst() {
        make("", List.of(List.of("http://a/", "http://b/")));
        String first = due().get(0);
        fails(first);
        String second = due().get(0);
        answers(second, 1800);
        pass(1800);
        assertThat(due()).containsExactly(second);
    }

    @Test
    void backsOffAsLibtorrentDoes() {
        assertThat(Tracker.backOff(1)).isEqualTo(Duration.ofMillis(17_500));
        assertThat(Tracker.backOff(2)).isEqualTo(Duration.ofSeconds(55));
        assertThat(Tracker.backOff(3)).isEqualTo(Duration.ofMillis(117_500));
        assertThat(Tracker.backOff(17)).isEqualTo(Duration.ofMinutes(60));
        assertThat(Tracker.backOff(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(60));
    }

    @Test
    void forgetsFailuresAfterAnAnswer() {
        make("", List.of(List.of("http://a/")));
        for (int i = 0; i < 5; i++) {
            assertThat(due()).containsExactly("a");
            fails("a");
            pass(3600);
        }
        due();
        answers("a", 1800);
        assertThat(tracker("a").failures()).isZero();
    }

    @Test
    void waitsAsLongAsTheTrackerAsks() {
        makeTwoTiers();
        due();
        assertThat(schedule.onFailure(tracker("a"), now, new Retry.After(Duration.ofMinutes(5))))
                .contains(Duration.ofMinutes(5));
        due();
        fails("b");
        pass(200);
        assertThat(due()).containsExactly("b");
        fails("b");
        pass(100);
        assertThat(due()).containsExactly("a");
    }

    @Test
    void neverAsksAgainIfTheTrackerSaysSo() {
        make("", List.of(List.of("http://a/")));
        due();
        assertThat(schedule.onFailure(tracker("a"), now, Retry.NEVER)).isEmpty();
        schedule.onNeed(50);
        pass(1_000_000);
        assertThat(due()).isEmpty();
        assertThat(schedule.wakeAt()).isEqualTo(Tracker.NEVER);
    }

    @Test
    void keepsIntervalsWithinReason() {
        make("", List.of(List.of("http://a/")));
        due();
        assertThat(answers("a", 10)).isEqualTo(Duration.ofMinutes(5));
        pass(300);
        due();
        assertThat(answers("a", Integer.MAX_VALUE)).isEqualTo(Duration.ofDays(1));
        pass(86_400);
        due();
        assertThat(schedule.onAnswer(tracker("a"), now, Optional.empty(), Optional.empty()))
                .isEqualTo(Duration.ofMinutes(30));
        pass(1800);
        due();
        Optional<Duration> tenMinutes = Optional.of(Duration.ofMinutes(10));
        assertThat(schedule.onAnswer(tracker("a"), now, Optional.of(Duration.ofMinutes(6)), tenMinutes))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void asksEarlierWhenPeersAreNeededButNotBelowTheMinimum() {
        make("", List.of(List.of("http://a/")));
        due();
        schedule.onAnswer(
                tracker("a"), now, Optional.of(Duration.ofSeconds(1800)), Optional.of(Duration.ofSeconds(90)));
        pass(10);
        schedule.onNeed(30);
        assertThat(due()).isEmpty();
        assertThat(secondsToWake()).isEqualTo(80);
        pass(80);
        assertThat(due()).containsExactly("a");
        answers("a", 1800);
        assertThat(due()).isEmpty();
        assertThat(secondsToWake()).isEqualTo(1800);
    }

    @Test
    void doesNotHurryWhenTheNeedGoesUpAndDownALittle() {
        make("", List.of(List.of("http://a/")));
        schedule.onNeed(50);
        due();
        answers("a", 1800);
        pass(1000);
        for (int need : List.of(30, 50, 20, 90)) {
            schedule.onNeed(need);
            assertThat(due()).isEmpty();
        }
        schedule.onNeed(100);
        assertThat(due()).containsExactly("a");
    }

    @Test
    void hurriesWhenPeersAreNeededAgain() {
        make("", List.of(List.of("http://a/")));
        schedule.onNeed(50);
        due();
        answers("a", 1800);
        pass(1000);
        schedule.onNeed(0);
        assertThat(due()).isEmpty();
        schedule.onNeed(10);
        assertThat(due()).containsExactly("a");
    }

    @Test
    void asksOneTrackerOfEveryTierIfItIsTold() {
        make(
                "spate.plugins.tracker.announce-to-all-tiers = true",
                List.of(List.of("http://a/"), List.of("http://b/", "http://c/")));
        assertThat(due()).hasSize(2).contains("a");
    }

    @Test
    void asksEveryTrackerOfATierIfItIsTold() {
        make(
                "spate.plugins.tracker.announce-to-all-trackers = true",
                List.of(List.of("http://a/", "http://b/"), List.of("http://c/")));
        assertThat(due()).containsExactlyInAnyOrder("a", "b");
        fails("a");
        answers("b", 1800);
        assertThat(due()).isEmpty();
    }

    @Test
    void staysWithOneTrackerOfAPrivateTorrentUntilItFails() {
        make(
                "spate.plugins.tracker { announce-to-all-tiers = true, announce-to-all-trackers = true }",
                List.of(List.of("http://a/"), List.of("http://b/")));
        schedule.exclusive();
        assertThat(due()).containsExactly("a");
        fails("a");
        assertThat(due()).containsExactly("b");
        answers("b", 1800);
        pass(60);
        assertThat(due()).isEmpty();
        assertThat(secondsToWake()).isEqualTo(1740);
        pass(1740);
        assertThat(due()).containsExactly("b");
        fails("b");
        assertThat(due()).containsExactly("a");
    }

    @Test
    void tellsStartedUntilItSucceeded() {
        makeTwoTiers();
        due();
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.STARTED);
        fails("a");
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.STARTED);
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.REGULAR);
        assertThat(schedule.event(tracker("a"), V6, false)).isEqualTo(AnnounceEvent.STARTED);
        assertThat(schedule.event(tracker("b"), V4, false)).isEqualTo(AnnounceEvent.STARTED);
    }

    @Test
    void tellsCompletedAtOnceAndOnceToTrackersThatKnowUs() {
        makeTwoTiers();
        due();
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        answers("a", 1800);
        schedule.onCompleted();
        assertThat(due()).containsExactly("a");
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.COMPLETED);
        tracker("a").registration(V4).orElseThrow().onToldCompleted();
        answers("a", 1800);
        assertThat(due()).isEmpty();
        pass(1800);
        assertThat(due()).containsExactly("a");
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.REGULAR);
    }

    @Test
    void tellsCompletedAfterStartedIfNobodyAnsweredBefore() {
        make("", List.of(List.of("http://a/")));
        due();
        schedule.onCompleted();
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.STARTED);
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        answers("a", 1800);
        assertThat(due()).containsExactly("a");
        assertThat(schedule.event(tracker("a"), V4, false)).isEqualTo(AnnounceEvent.COMPLETED);
    }

    @Test
    void doesNotSpinWhenOneFamilyCannotBeToldOfTheCompletion() {
        make("", List.of(List.of("http://a/")));
        due();
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        schedule.onRegistered(tracker("a"), V6, NOTHING);
        answers("a", 1800);
        schedule.onCompleted();
        assertThat(due()).containsExactly("a");
        tracker("a").registration(V4).orElseThrow().onToldCompleted();
        answers("a", 1800);
        assertThat(due()).isEmpty();
        assertThat(schedule.event(tracker("a"), V6, false)).isEqualTo(AnnounceEvent.COMPLETED);
    }

    @Test
    void tellsCompletedAgainAfterAFailureWhenTheBackOffIsOver() {
        make("", List.of(List.of("http://a/")));
        due();
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        answers("a", 1800);
        schedule.onCompleted();
        due();
        fails("a");
        assertThat(due()).isEmpty();
        assertThat(secondsToWake()).isEqualTo(17);
        pass(18);
        assertThat(due()).containsExactly("a");
    }

    @Test
    void tellsThatItIsAPartialSeed() {
        makeTwoTiers();
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        assertThat(schedule.event(tracker("a"), V4, true)).isEqualTo(AnnounceEvent.PAUSED);
        assertThat(schedule.event(tracker("b"), V4, true)).isEqualTo(AnnounceEvent.STARTED);
    }

    @Test
    void owesTheCompletionOnlyToTrackersThatKnowUs() {
        makeTwoTiers();
        due();
        schedule.onRegistered(tracker("a"), V4, NOTHING);
        assertThat(schedule.owesCompleted(tracker("a"))).isFalse();
        schedule.onCompleted();
        assertThat(schedule.owesCompleted(tracker("a"))).isTrue();
        assertThat(schedule.owesCompleted(tracker("b"))).isFalse();
        tracker("a").registration(V4).orElseThrow().onToldCompleted();
        assertThat(schedule.owesCompleted(tracker("a"))).isFalse();
    }

    @Test
    void asksNobodyTooOftenWhateverHappens() {
        Random random = new Random(9);
        make("", List.of(List.of("http://a/", "http://b/"), List.of("http://c/")));
        long[] last = new long[3];
        Arrays.fill(last, -1_000_000_000_000L);
        for (int step = 0; step < 5000; step++) {
            for (Tracker tracker : schedule.takeDue(now)) {
                int index = tracker.url().host().charAt(0) - 'a';
                assertThat(now - last[index]).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(17));
                last[index] = now;
                if (random.nextInt(3) == 0) {
                    schedule.onFailure(tracker, now, Retry.AFTER_BACK_OFF);
                } else {
                    schedule.onAnswer(tracker, now, Optional.empty(), Optional.empty());
                }
            }
            schedule.onNeed(random.nextInt(100));
            pass(random.nextInt(30));
        }
    }
}
