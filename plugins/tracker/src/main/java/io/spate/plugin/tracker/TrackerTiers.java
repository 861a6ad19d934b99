package io.spate.plugin.tracker;

import io.spate.api.SpateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The trackers of a torrent, tier by tier: each tier shuffled when it is first read (BEP 12). */
final class TrackerTiers {
    /** More than any torrent of good faith has. */
    static final int MAX_TRACKERS = 200;

    private final List<List<Tracker>> tiers = new ArrayList<>();
    private final List<Unusable> unusable = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    /**
     * @param refusal why a URL cannot be announced to; empty if it can
     * @param preferUdp whether trackers at UDP come first in their tier
     */
    TrackerTiers(
            List<List<String>> urls,
            Function<TrackerUrl, Optional<String>> refusal,
            boolean preferUdp,
            RandomGenerator random) {
        for (List<String> tier : urls) {
            List<Tracker> trackers = new ArrayList<>();
            tier.forEach(url -> add(url, refusal, trackers));
            if (!trackers.isEmpty()) {
                shuffle(trackers, random);
                if (preferUdp) {
                    trackers.sort(Comparator.comparing(tracker -> !tracker.url().isUdp())); // stable
                }
                tiers.add(trackers);
            }
        }
    }

    private void add(String text, Function<TrackerUrl, Optional<String>> refusal, List<Tracker> tier) {
        if (known.size() >= MAX_TRACKERS) {
            return;
        }
        try {
            TrackerUrl url = TrackerUrl.parse(text);
            if (!known.add(url.key())) {
                return;
            }
            Optional<String> refused = refusal.apply(url);
            refused.ifPresent(reason -> unusable.add(new Unusable(text, reason)));
            if (refused.isEmpty()) {
                tier.add(new Tracker(url));
            }
        } catch (SpateException e) {
            if (known.add(text)) {
                unusable.add(new Unusable(text, e.getMessage()));
            }
        }
    }

    private static void shuffle(List<Tracker> tier, RandomGenerator random) {
        for (int i = tier.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            Tracker other = tier.get(j);
            tier.set(j, tier.get(i));
            tier.set(i, other);
        }
    }

    /** Tiers in their order, trackers in theirs. To be read at once, not kept. */
    List<List<Tracker>> tiers() {
        return tiers;
    }

    List<Tracker> all() {
        return tiers.stream().flatMap(List::stream).toList();
    }

    /** What the torrent names and we cannot use. */
    List<Unusable> unusable() {
        return unusable;
    }

    /** Moves a tracker that answered to the front of its tier. */
    void promote(Tracker tracker) {
        for (List<Tracker> tier : tiers) {
            if (tier.remove(tracker)) {
                tier.add(0, tracker);
            }
        }
    }

    /** A URL that is not announced to, and why. */
    record Unusable(String url, String reason) {}
}
