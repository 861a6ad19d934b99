package io.spate.plugin.tracker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One tracker of one torrent: when it may be asked, and what it knows of us. Times are nanoseconds of the torrent's clock. */
final class Tracker {
    static final long NEVER = Long.MAX_VALUE;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(60);
    private static final double BACK_OFF = 2.5; // libtorrent's tracker_backoff of 250 %

    private final TrackerUrl url;
    private final Map<Endpoint, Registration> registrations = new HashMap<>();
    private boolean announcing;
    private int failures;
    private long nextAt;
    private long earliestAt;
    private boolean early;
    private boolean owesCompleted;
    private Optional<Long> scrapedAt = Optional.empty();

    Tracker(TrackerUrl url) {
        this.url = url;
    }

    TrackerUrl url() {
        return url;
    }

    /** Where {@code started} has succeeded. */
    boolean isRegistered() {
        return !registrations.isEmpty();
    }

    Optional<Registration> registration(Endpoint endpoint) {
        return Optional.ofNullable(registrations.get(endpoint));
    }

    void register(Endpoint endpoint, Traffic start) {
        registrations.putIfAbsent(endpoint, new Registration(start));
    }

    /** It is to be told at once that the download finished, without regard to its interval. */
    void oweCompleted() {
        owesCompleted = true;
    }

    boolean owesCompleted() {
        return owesCompleted;
    }

    /** Whether it has not been told everywhere that the download finished. */
    boolean lacksCompleted() {
        return registrations.values().stream().anyMatch(registration -> !registration.toldCompleted());
    }

    boolean isAnnouncing() {
        return announcing;
    }

    boolean isFailing() {
        return failures > 0;
    }

    int failures() {
        return failures;
    }

    /** When it is to be asked next, if nothing else happens. */
    long dueAt() {
        return early && !isFailing() ? earliestAt : nextAt;
    }

    /** Peers are needed: do not wait for the interval. */
    void hurry() {
        early = true;
    }

    void begin() {
        announcing = true;
        owesCompleted = false; // an endpoint that fails now is told with the next regular announce
    }

    void onAnswer(long now, Duration interval, Duration minInterval) {
        announcing = false;
        failures = 0;
        early = false;
        nextAt = now + interval.toNanos();
        earliestAt = now + minInterval.toNanos();
    }

    /** @return how long it is left alone; empty for ever */
    Optional<Duration> onFailure(long now, Retry retry, Jitter jitter) {
        announcing = false;
        failures++;
        early = false;
        if (retry instanceof Retry.Never) {
            nextAt = NEVER;
            return Optional.empty();
        }
        Duration delay = jitter.on(retry instanceof Retry.After after ? after.delay() : backOff(failures));
        nextAt = now + delay.toNanos();
        return Optional.of(delay);
    }

    /** Whether it may be scraped now; from then on it counts as scraped. */
    boolean takeScrape(long now, Duration interval) {
        boolean may = scrapedAt.filter(at -> now - at < interval.toNanos()).isEmpty();
        if (may) {
            scrapedAt = Optional.of(now);
        }
        return may;
    }

    static Duration backOff(int failures) {
        double seconds = FIRST_DELAY.toSeconds() * (1 + (double) failures * failures * BACK_OFF);
        return seconds >= LONGEST_DELAY.toSeconds() ? LONGEST_DELAY : Duration.ofMillis((long) (seconds * 1000));
    }

    /** What the tracker knows of us at one endpoint. */
    static final class Registration {
        private final Traffic start;
        private boolean toldCompleted;
        private Optional<String> trackerId = Optional.empty();

        private Registration(Traffic start) {
            this.start = start;
        }

        /** The totals when {@code started} was told. */
        Traffic start() {
            return start;
        }

        boolean toldCompleted() {
            return toldCompleted;
        }

        void onToldCompleted() {
            toldCompleted = true;
        }

        Optional<String> trackerId() {
            return trackerId;
        }

        void onTrackerId(String id) {
            trackerId = Optional.of(id);
        }
    }
}
