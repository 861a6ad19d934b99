package io.spate.kernel.choker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TitForTatTest {
    private final ChokedSwarm swarm = new ChokedSwarm(4, new Random(1));

    @Test
    void servesThoseWhoGaveMostAndOneMore() {
        for (int id = 1; id <= 10; id++) {
            swarm.join(id).givesPerSecond = id * 1000;
        }

        for (int round = 0; round < 20; round++) {
            assertThat(swarm.round(10)).hasSize(4).contains(10, 9, 8);
        }
    }

    @Test
    void usesAllSlotsBeforeAnybodyGave() {
        for (int id = 1; id <= 10; id++) {
            swarm.join(id);
        }

        Set<Integer> first = swarm.round(10);
        assertThat(first).hasSize(4);
        assertThat(swarm.round(10)).isEqualTo(first);
    }

    @Test
    void servesAllIfThereAreSlotsForAll() {
        for (int id = 1; id <= 4; id++) {
            swarm.join(id);
        }

        for (int round = 0; round < 10; round++) {
            assertThat(swarm.round(10)).containsExactlyInAnyOrder(1, 2, 3, 4);
        }
    }

    @Test
    void neverServesThoseWhoWantNothingOrAreUploadOnly() {
        ChokedSwarm.Peer content = swarm.join(1);
        content.interested = false;
        content.givesPerSecond = 1000;
        ChokedSwarm.Peer seed = swarm.join(2);
        seed.uploadOnly = true;
        seed.givesPerSecond = 1000;
        swarm.join(3);

        for (int round = 0; round < 10; round++) {
            assertThat(swarm.round(10)).containsExactly(3);
        }
    }

    @Test
    void changesTheOptimisticUnchokeEveryThirtySeconds() {
        for (int id = 1; id <= 3; id++) {
            swarm.join(id).givesPerSecond = 1000;
        }
        for (int id = 4; id <= 8; id++) {
            swarm.join(id);
        }

        List<Integer> optimistic = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            Set<Integer> chosen = new HashSet<>(swarm.round(10));
            chosen.removeAll(Set.of(1, 2, 3));
            assertThat(chosen).hasSize(1);
            optimistic.addAll(chosen);
        }

        for (int round = 0; round < 30; round++) {
            assertThat(optimistic.get(round)).isEqualTo(optimistic.get(round / 3 * 3));
        }
        List<Integer> turns =
                List.of(0, 3, 6, 9, 12).stream().map(optimistic::get).toList();
        assertThat(turns).containsExactlyInAnyOrder(4, 5, 6, 7, 8);
        assertThat(optimistic.subList(15, 30)).isEqualTo(optimistic.subList(0, 15));
    }

    @Test
    void givesNewPeersThreeChances() {
        Random random = new Random(5);
        int newOnes = 0;
        for (int i = 0; i < 2000; i++) {
            newOnes += chosenIsNew(random) ? 1 : 0;
        }

        assertThat(newOnes).isBetween(1400, 1600);
    }

    /** One peer that waits for long, one that is new, one slot. */
    private boolean chosenIsNew(Random random) {
        ChokedSwarm one = new ChokedSwarm(1, random);
        ChokedSwarm.Peer old = one.join(1);
        old.interested = false;
        one.round(60);
        old.interested = true;
        one.join(2);
        return one.round(0).contains(2);
    }

    @Test
    void servesASnubbedPeerOnlyOptimistically() {
        ChokedSwarm.Peer snubbed = swarm.join(1);
        snubbed.givesPerSecond = 100_000;
        for (int id = 2; id <= 5; id++) {
            swarm.join(id).givesPerSecond = 10;
        }
        assertThat(swarm.round(10)).contains(1);
        snubbed.snubbed = true;

        int rounds = 0;
        for (int round = 0; round < 60; round++) {
            rounds += swarm.round(10).contains(1) ? 1 : 0;
        }

        assertThat(rounds).isBetween(1, 31);
    }

    @Test
    void replacesAnOptimisticUnchokeThatLeftAtOnce() {
        for (int id = 1; id <= 3; id++) {
            swarm.join(id).givesPerSecond = 1000;
        }
        swarm.join(4);
        assertThat(swarm.round(10)).containsExactlyInAnyOrder(1, 2, 3, 4);

        swarm.leave(4);
        swarm.join(5);

        assertThat(swarm.round(1)).containsExactlyInAnyOrder(1, 2, 3, 5);
    }

    @Test
    void chokesNobodyWithinTenSeconds() {
        Random random = new Random(3);
        Map<Integer, ChokedSwarm.Peer> peers = new HashMap<>();
        for (int id = 1; id <= 12; id++) {
            peers.put(id, swarm.join(id));
        }
        Map<Integer, Integer> since = new HashMap<>();
        for (int second = 0; second < 2000; second++) {
            peers.values().forEach(peer -> peer.givesPerSecond = random.nextInt(100));
            peers.get(1 + random.nextInt(12)).snubbed = random.nextBoolean();
            Set<Integer> chosen = swarm.round(1);
            assertThat(chosen).hasSizeLessThanOrEqualTo(4);
            for (int id : Set.copyOf(since.keySet())) {
                if (!chosen.contains(id)) {
                    assertThat(second - since.remove(id)).isGreaterThanOrEqualTo(10);
                }
            }
            for (int id : chosen) {
                since.putIfAbsent(id, second);
            }
        }
    }

    @Test
    void servesNobodyWithoutSlots() {
        ChokedSwarm closed = new ChokedSwarm(0, new Random(1));
        closed.join(1);

        assertThat(closed.round(10)).isEmpty();
        closed.seeding = true;
        assertThat(closed.round(10)).isEmpty();
    }
}
