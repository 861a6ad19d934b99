package io.spate.kernel.picker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.policy.TorrentPicker;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RarestFirstTest {
    private static final int RANDOM_FIRST = 4;
    private final Random random = new Random(1);

    @Test
    void startsThePieceThatFewestPeersHave() {
        TorrentPicker picker = settled(10);
        for (int piece = RANDOM_FIRST; piece < 10; piece++) {
            for (int peer = 0; peer < (piece == 7 ? 1 : 3); peer++) {
                picker.onAvailable(piece);
            }
        }

        assertThat(picker.pick(Bitfield.full(10))).isEqualTo(7);
        assertThat(picker.pick(having(10, 5, 6))).isIn(5, 6);
        assertThat(picker.pickCommon(having(10, 5, 7))).isEqualTo(5);
    }

    @Test
    void answersMinusOneIfThePeerHasNothingThatIsMissing() {
        TorrentPicker picker = settled(10);

        assertThat(picker.pick(having(10, 0, 1, 2, 3))).isEqualTo(-1);
        assertThat(picker.pick(new Bitfield(10))).isEqualTo(-1);
        assertThat(picker.pickCommon(new Bitfield(10))).isEqualTo(-1);
    }

    @Test
    void startsWithRandomPieces() {
        Set<Integer> first = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            TorrentPicker picker = open(10, new Random(seed));
            picker.onAvailable(3);
            picker.onAvailable(3);
            first.add(picker.pick(having(10, 0, 3, 5)));
        }

        assertThat(first).containsExactlyInAnyOrder(0, 3, 5);
    }

    @Test
    void breaksTiesByChance() {
        Set<Integer> picked = new HashSet<>();
        TorrentPicker picker = settled(14);
        for (int i = 0; i < 200; i++) {
            picked.add(picker.pick(Bitfield.full(14)));
        }

        assertThat(picked).hasSize(14 - RANDOM_FIRST);
    }

    @Test
    void doesNotStartWhatIsNotWantedOrTaken() {
        TorrentPicker picker = settled(7);
        picker.onPriority(4, 0);
        picker.onTaken(5);

        assertThat(picker.pick(Bitfield.full(7))).isEqualTo(6);
        picker.onTaken(6);
        assertThat(picker.pick(Bitfield.full(7))).isEqualTo(-1);
        picker.onWanted(5);
        assertThat(picker.pick(Bitfield.full(7))).isEqualTo(5);
        picker.onTaken(5);
        picker.onPriority(4, 1);
        assertThat(picker.pick(Bitfield.full(7))).isEqualTo(4);
    }

    @Test
    void wantedAgainButOfNoPriorityIsNotStarted() {
        TorrentPicker picker = settled(5);
        picker.onTaken(4);
        picker.onPriority(4, 0);
        picker.onWanted(4);

        assertThat(picker.pick(Bitfield.full(5))).isEqualTo(-1);
        picker.onPriority(4, 4);
        assertThat(picker.pick(Bitfield.full(5))).isEqualTo(4);
    }

    @Test
    void weighsAvailabilityByPriority() {
        TorrentPicker picker = settled(6);
        picker.onAvailable(4);
        picker.onAvailable(5);
        picker.onAvailable(5);
        assertThat(picker.pick(Bitfield.full(6))).isEqualTo(4);

        picker.onPriority(5, 7);

        assertThat(picker.pick(Bitfield.full(6))).isEqualTo(5);
    }

    @Test
    void goesByTheTorrentsOrderIfAsked() {
        TorrentPicker picker = open(10, random);
        picker.setSequential(true);
        picker.onAvailable(0);

        assertThat(picker.pick(Bitfield.full(10))).isZero();
        assertThat(picker.pick(having(10, 6, 8))).isEqualTo(6);
        picker.onPriority(8, 7);
        assertThat(picker.pick(having(10, 6, 8))).isEqualTo(8);
        assertThat(picker.pick(having(10, 6))).isEqualTo(6);
        picker.onTaken(8);
        assertThat(picker.pick(having(10, 6, 8))).isEqualTo(6);
    }

    @Test
    void countsSeedsApart() {
        TorrentPicker picker = open(3, random);
        picker.onSeed();
        picker.onSeed();
        picker.onAvailable(1);
        picker.onAvailable(having(3, 1, 2));
        picker.onSeedGone();
        picker.onUnavailable(having(3, 2));

        assertThat(picker.availability(0)).isEqualTo(1);
        assertThat(picker.availability(1)).isEqualTo(3);
        assertThat(picker.availability(2)).isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBe() {
        TorrentPicker picker = open(3, random);

        assertThatThrownBy(() -> picker.onPriority(0, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("priority: 8 (expected: 0..7)");
        assertThatThrownBy(() -> picker.onUnavailable(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void handlesTwoMillionPieces() {
        int pieces = PieceLayout.MAX_PIECES;
        TorrentPicker picker = settled(pieces);
        Bitfield everything = Bitfield.full(pieces);
        Bitfield common = Bitfield.full(pieces);
        for (int piece = 0; piece < pieces / 2; piece++) {
            common.clear(piece);
        }
        for (int peer = 0; peer < 50; peer++) {
            picker.onAvailable(common);
        }
        picker.onSeed();

        for (int i = 0; i < 20_000; i++) {
            int rare = picker.pick(everything);
            int often = picker.pick(common);
            assertThat(rare).isLessThan(pieces / 2);
            assertThat(often).isGreaterThanOrEqualTo(pieces / 2);
            picker.onTaken(rare);
            picker.onTaken(often);
            picker.onAvailable(random.nextInt(pieces));
        }
    }

    @Test
    void picksAmongTheRarerOnesFromAPeerThatLacksTheRarest() {
        int pieces = 100_000;
        TorrentPicker picker = settled(pieces);
        Bitfield has = new Bitfield(pieces);
        for (int piece = pieces / 2; piece < pieces; piece++) {
            has.set(piece);
            picker.onAvailable(piece);
            if (piece % 100 != 0) {
                picker.onAvailable(piece); // of each hundred, one is rarer
            }
        }

        for (int i = 0; i < 100; i++) {
            assertThat(picker.pick(has)).isGreaterThanOrEqualTo(pieces / 2).satisfies(piece -> assertThat(piece % 100)
                    .isZero());
            assertThat(picker.pickCommon(has) % 100).isNotZero();
        }
    }

    private TorrentPicker open(int pieces, Random random) {
        return new RarestFirst().open(new PieceLayout((long) pieces * 16384, 16384), random);
    }

    /** A picker that has taken its first four pieces, 0 to 3, and so is past its random start. */
    private TorrentPicker settled(int pieces) {
        TorrentPicker picker = open(pieces, random);
        for (int piece = 0; piece < RANDOM_FIRST; piece++) {
            picker.onTaken(piece);
        }
        return picker;
    }

    private static Bitfield having(int size, int... pieces) {
        Bitfield field = new Bitfield(size);
        for (int piece : pieces) {
            field.set(piece);
        }
        return field;
    }
}
