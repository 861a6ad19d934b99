package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrackerTiersTest {
    private static TrackerTiers of(long seed, List<List<String>> urls) {
        return new TrackerTiers(
                urls,
                url -> url.scheme().equals("ws") ? Optional.of("not this one") : Optional.empty(),
                true,
                random(seed));
    }

    /** The first numbers of {@code Random}s with small seeds are much alike. */
    private static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static List<List<String>> hosts(TrackerTiers tiers) {
        return tiers.tiers().stream()
                .map(tier -> tier.stream().map(tracker -> tracker.url().host()).toList())
                .toList();
    }

    @Test
    void shufflesEachTierAndKeepsTheOrderOfTiers() {
        Set<List<List<String>>> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            List<List<String>> hosts =
                    hosts(of(seed, List.of(List.of("http://a/", "http://b/", "http://c/"), List.of("http://d/"))));
            assertThat(hosts.get(0)).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(hosts.get(1)).containsExactly("d");
            seen.add(hosts);
        }
        assertThat(seen).hasSize(6);
    }

    @Test
    void putsUdpFirstInATierAndKeepsTheShuffleOfTheRest() {
        Set<List<String>> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            List<String> hosts = hosts(of(seed, List.of(List.of("http://a/", "udp://b:1", "http://c/", "udp://d:1"))))
                    .get(0);
            assertThat(hosts.subList(0, 2)).containsExactlyInAnyOrder("b", "d");
            seen.add(hosts);
        }
        assertThat(seen).hasSize(4);
    }

    @Test
    void leavesTheShuffleAloneIfUdpIsNotPreferred() {
        Set<String> first = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            TrackerTiers tiers = new TrackerTiers(
                    List.of(List.of("http://a/", "udp://b:1")), url -> Optional.empty(), false, random(seed));
            first.add(tiers.all().get(0).url().host());
        }
        assertThat(first).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void movesTheTrackerThatWorksToTheFrontOfItsTier() {
        TrackerTiers tiers = of(1, List.of(List.of("http://a/", "http://b/", "http://c/")));
        Tracker last = tiers.all().get(2);
        tiers.promote(last);
        assertThat(tiers.all().get(0)).isSameAs(last);
        assertThat(tiers.all()).hasSize(3);
    }

    @Test
    void knowsATrackerOnceHoweverItIsWritten() {
        TrackerTiers tiers =
                of(1, List.of(List.of("http://a/announce"), List.of("HTTP://A:80/announce", "http://b/announce")));
        assertThat(hosts(tiers)).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void listsWhatCannotBeUsedOnceEach() {
        TrackerTiers tiers =
                of(1, List.of(List.of("ws://a:1", "rubbish", "http://b/"), List.of("ws://a:1", "rubbish")));
        assertThat(hosts(tiers)).containsExactly(List.of("b"));
        assertThat(tiers.unusable()).extracting(TrackerTiers.Unusable::url).containsExactly("ws://a:1", "rubbish");
        assertThat(tiers.unusable().get(0).reason()).isEqualTo("not this one");
        assertThat(tiers.unusable().get(1).reason()).startsWith("tracker URL: rubbish (expected: ");
    }

    @Test
    void isBoundedWhateverATorrentNames() {
        List<String> many =
                IntStream.range(0, 5000).mapToObj(i -> "http://t" + i + "/").toList();
        assertThat(of(1, List.of(many)).all()).hasSize(TrackerTiers.MAX_TRACKERS);
        List<String> rubbish = new ArrayList<>(many);
        rubbish.replaceAll(url -> "x" + url);
        assertThat(of(1, List.of(rubbish)).unusable()).hasSize(TrackerTiers.MAX_TRACKERS);
    }
}
