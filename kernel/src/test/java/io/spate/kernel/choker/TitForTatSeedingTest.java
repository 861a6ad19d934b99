package io.spate.kernel.choker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Round robin: what tit for tat does once we want nothing. */
class TitForTatSeedingTest {
    private final ChokedSwarm swarm = new ChokedSwarm(4, new Random(1));

    @Test
    void servesAPeerUntilItHadItsTurn() {
        swarm.seeding = true;
        for (int id = 1; id <= 4; id++) {
            swarm.join(id).takesPerSecond = ChokedSwarm.PIECE_LENGTH; // 20 pieces in 20 s, so 60 s count
        }
        swarm.round(10);
        for (int id = 5; id <= 8; id++) {
            swarm.join(id).takesPerSecond = ChokedSwarm.PIECE_LENGTH / 4; // 20 pieces in 80 s
        }

        for (int second = 10; second < 60; second += 10) {
            assertThat(swarm.round(10)).containsExactlyInAnyOrder(1, 2, 3, 4);
        }
        for (int second = 0; second < 80; second += 10) {
            assertThat(swarm.round(10)).containsExactlyInAnyOrder(5, 6, 7, 8);
        }
        assertThat(swarm.round(10)).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void letsThoseInFirstWhoWaitedLongest() {
        swarm.seeding = true;
        for (int id = 1; id <= 20; id++) {
            swarm.join(id).takesPerSecond = ChokedSwarm.PIECE_LENGTH;
        }
        Map<Integer, Integer> rounds = new HashMap<>();

        for (int round = 0; round < 60; round++) {
            swarm.round(10).forEach(id -> rounds.merge(id, 1, Integer::sum));
        }

        assertThat(rounds).hasSize(20);
        assertThat(rounds.values()).allMatch(count -> count == 12);
    }

    @Test
    void takesTheSlotOfAPeerThatAsksForNothing() {
        swarm.seeding = true;
        for (int id = 1; id <= 4; id++) {
            swarm.join(id).takesPerSecond = id == 1 ? 0 : 10;
        }
        swarm.round(10);
        swarm.join(5);

        for (int second = 0; second < 50; second += 10) {
            assertThat(swarm.round(10)).contains(1);
        }
        assertThat(swarm.round(10)).contains(5).doesNotContain(1);
    }

    @Test
    void letsNoSlowPeersHoldTheSlotsForGood() {
        swarm.seeding = true;
        for (int id = 1; id <= 4; id++) {
            swarm.join(id).takesPerSecond = 1;
        }
        swarm.round(10);
        swarm.join(5);

        for (int second = 0; second < 290; second += 10) {
            assertThat(swarm.round(10)).doesNotContain(5);
        }
        assertThat(swarm.round(10)).contains(5);
    }

    @Test
    void keepsServingWhileNobodyWaits() {
        swarm.seeding = true;
        swarm.join(1).takesPerSecond = 1_000_000;
        swarm.join(2).uploadOnly = true;

        for (int round = 0; round < 50; round++) {
            assertThat(swarm.round(10)).containsExactly(1);
        }
    }
}
