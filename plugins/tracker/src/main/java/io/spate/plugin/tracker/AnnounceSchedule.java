package io.spate.plugin.tracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says which trackers of a torrent to ask, and when (BEP 12). Has no clock: {@code now} is nanoseconds since the schedule was
 * made. Whoever takes a tracker from {@link #takeDue} tells how it ended; until then that tracker is left alone.
 */
final class AnnounceSchedule {
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    private final TrackerTiers tiers;
    private final TrackerSettings settings;
    private final Jitter jitter;
    private boolean exclusive;
    private Optional<Tracker> current = Optional.empty();
    private boolean completed;
    private int hurriedFor;
    private long wakeAt;

    AnnounceSchedule(TrackerTiers tiers, TrackerSettings settings, Jitter jitter) {
        this.tiers = tiers;
        this.settings = settings;
        this.jitter = jitter;
    }

    /** The torrent is known to be private: one tracker, and no other until that one fails (BEP 27). */
    void exclusive() {
        exclusive = true;
    }

    /** The trackers to ask now; each counts as being asked from now on. */
    List<Tracker> takeDue(long now) {
        wakeAt = Tracker.NEVER;
        List<Tracker> due = new ArrayList<>();
        List<List<Tracker>> candidates = candidates();
        candidates.forEach(tier -> tellCompleted(tier, now, due));
        for (List<Tracker> tier : candidates) {
            if (walk(tier, now, due) && (exclusive || !settings.announceToAllTiers())) {
                break;
            }
        }
        return due;
    }

    private List<List<Tracker>> candidates() {
        Optional<Tracker> only = current.filter(tracker -> exclusive && !tracker.isFailing());
        return only.map(tracker -> List.of(List.of(tracker))).orElseGet(tiers::tiers);
    }

    /** When to call {@link #takeDue} again; {@link Tracker#NEVER} if only an event can change anything. */
    long wakeAt() {
        return wakeAt;
    }

    private void tellCompleted(List<Tracker> tier, long now, List<Tracker> due) {
        for (Tracker tracker : tier) {
            boolean owed = owesCompleted(tracker) && !tracker.isAnnouncing();
            if (owed && (tracker.isFailing() ? isDue(tracker, now) : tracker.owesCompleted())) {
                begin(tracker, due);
            }
        }
    }

    /** @return whether a tracker of the tier serves us, or may be about to */
    private boolean walk(List<Tracker> tier, long now, List<Tracker> due) {
        boolean served = false;
        for (Tracker tracker : tier) {
            if (tracker.isAnnouncing()) {
                served = true;
            } else if (isDue(tracker, now)) {
                begin(tracker, due);
                served = true;
            } else {
                served |= !tracker.isFailing();
            }
            if (served && (exclusive || !settings.announceToAllTrackers())) {
                return true;
            }
        }
        return served;
    }

    private boolean isDue(Tracker tracker, long now) {
        if (tracker.dueAt() <= now) {
            return true;
        }
        wakeAt = Math.min(wakeAt, tracker.dueAt());
        return false;
    }

    private static void begin(Tracker tracker, List<Tracker> due) {
        tracker.begin();
        due.add(tracker);
    }

    /**
     * A tracker serves us.
     *
     * @return when it is asked again
     */
    Duration onAnswer(Tracker tracker, long now, Optional<Duration> interval, Optional<Duration> minInterval) {
        Duration shortest = longer(settings.minInterval(), minInterval.orElse(Duration.ZERO));
        Duration regular = longer(settings.lowestInterval(), interval.orElse(settings.defaultInterval()));
        Duration between = jitter.on(shorter(LONGEST_INTERVAL, longer(regular, shortest)));
        tracker.onAnswer(now, between, shorter(LONGEST_INTERVAL, shortest));
        tiers.promote(tracker);
        current = Optional.of(tracker);
        return between;
    }

    /** @return when it is asked again; empty for never */
    Optional<Duration> onFailure(Tracker tracker, long now, Retry retry) {
        return tracker.onFailure(now, retry, jitter);
    }

    /**
     * Peers are needed, or twice as many as when trackers were last hurried: they are asked as early as they allow, once. A
     * need that goes up and down a little is none of their business.
     */
    void onNeed(int peers) {
        if (peers == 0) {
            hurriedFor = 0;
        } else if (hurriedFor == 0 || peers >= 2 * hurriedFor) {
            hurriedFor = peers;
            tiers.all().forEach(Tracker::hurry);
        }
    }

    /** The download is complete: every tracker that knows us is told at once. */
    void onCompleted() {
        completed = true;
        tiers.all().forEach(Tracker::oweCompleted);
    }

    /** {@code started} has succeeded. */
    void onRegistered(Tracker tracker, Endpoint endpoint, Traffic start) {
        tracker.register(endpoint, start);
        if (completed) {
            tracker.oweCompleted();
        }
    }

    /** What to tell a tracker at one endpoint now. */
    AnnounceEvent event(Tracker tracker, Endpoint endpoint, boolean isPartialSeed) {
        Optional<Tracker.Registration> registration = tracker.registration(endpoint);
        if (registration.isEmpty()) {
            return AnnounceEvent.STARTED;
        }
        if (completed && !registration.get().toldCompleted()) {
            return AnnounceEvent.COMPLETED;
        }
        return isPartialSeed ? AnnounceEvent.PAUSED : AnnounceEvent.REGULAR;
    }

    /** Whether the download completed while the trackers were asked. */
    boolean isCompleted() {
        return completed;
    }

    /** Whether a tracker that knows us has not been told everywhere that the download is complete. */
    boolean owesCompleted(Tracker tracker) {
        return completed && tracker.lacksCompleted();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
