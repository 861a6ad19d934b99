package io.spate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitfieldTest {
    @Test
    void theFirstPieceIsTheHighestBitOfTheFirstByte() {
        Bitfield field = new Bitfield(10);
        field.set(0);
        field.set(9);
        assertThat(field.toWire()).containsExactly(0x80, 0x40);
        assertThat(Bitfield.fromWire(new byte[] {(byte) 0x80, 0x40}, 10)).contains(field);
    }

    @Test
    void refusesAFieldThatIsTooShortOrTooLong() {
        assertThat(Bitfield.fromWire(new byte[1], 9)).isEmpty();
        assertThat(Bitfield.fromWire(new byte[3], 9)).isEmpty();
        assertThat(Bitfield.fromWire(new byte[2], 9)).isPresent();
        assertThat(Bitfield.fromWire(new byte[0], 0)).isPresent();
    }

    @Test
    void ignoresSpareBits() {
        Bitfield field =
                Bitfield.fromWire(new byte[] {(byte) 0xFF, (byte) 0xFF}, 9).orElseThrow();
        assertThat(field.count()).isEqualTo(9);
        assertThat(field.isFull()).isTrue();
        assertThat(field).isEqualTo(Bitfield.full(9));
        assertThat(field.toWire()).containsExactly(0xFF, 0x80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 63, 64, 65, 128, 1000})
    void fullHasEveryPieceAndNoOther(int size) {
        Bitfield full = Bitfield.full(size);
        assertThat(full.count()).isEqualTo(size);
        assertThat(full.isFull()).isTrue();
        assertThat(full.nextClear(0)).isEqualTo(-1);
        assertThat(full.toWire()).hasSize(Bitfield.wireLength(size));
        assertThat(new Bitfield(size).isEmpty()).isTrue();
        assertThat(new Bitfield(size).nextSet(0)).isEqualTo(-1);
    }

    @Test
    void isNotFullWhileThereAreNoPieces() {
        assertThat(new Bitfield(0).isFull()).isFalse();
        assertThat(Bitfield.full(0).isEmpty()).isTrue();
        assertThat(Bitfield.full(0).nextSet(0)).isEqualTo(-1);
    }

    @Test
    void tellsWhetherAPieceWasHadBefore() {
        Bitfield field = new Bitfield(3);
        assertThat(field.set(1)).isTrue();
        assertThat(field.set(1)).isFalse();
        assertThat(field.count()).isEqualTo(1);
        assertThat(field.clear(1)).isTrue();
        assertThat(field.clear(1)).isFalse();
        assertThat(field.count()).isZero();
    }

    @Test
    void behavesAsASetOfNumbersDoes() {
        Random random = new Random(1);
        for (int size : new int[] {1, 64, 130, 500}) {
            Bitfield field = new Bitfield(size);
            TreeSet<Integer> model = new TreeSet<>();
            for (int step = 0; step < 2000; step++) {
                int piece = random.nextInt(size);
                if (random.nextBoolean()) {
                    assertThat(field.set(piece)).isEqualTo(model.add(piece));
                } else {
                    assertThat(field.clear(piece)).isEqualTo(model.remove(piece));
                }
                int from = random.nextInt(size);
                Integer next = model.ceiling(from);
                assertThat(field.nextSet(from)).isEqualTo(next == null ? -1 : next);
                int clear = from;
                while (model.contains(clear)) {
                    clear++;
                }
                assertThat(field.nextClear(from)).isEqualTo(clear < size ? clear : -1);
                assertThat(field.count()).isEqualTo(model.size());
            }
            assertThat(Bitfield.fromWire(field.toWire(), size)).contains(field);
        }
    }

    @Test
    void hasSomethingThatAnotherLacks() {
        Bitfield ours = new Bitfield(100);
        Bitfield theirs = new Bitfield(100);
        assertThat(theirs.hasAnyMissingIn(ours)).isFalse();
        theirs.set(99);
        assertThat(theirs.hasAnyMissingIn(ours)).isTrue();
        ours.set(99);
        assertThat(theirs.hasAnyMissingIn(ours)).isFalse();
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Bitfield field = new Bitfield(8);
        field.set(3);
        Bitfield copy = field.copy();
        copy.set(4);
        assertThat(field.has(4)).isFalse();
        assertThat(copy.count()).isEqualTo(2);
        assertThat(field).isNotEqualTo(copy).hasToString("1 of 8");
        copy.clear(4);
        assertThat(field).isEqualTo(copy).hasSameHashCodeAs(copy);
    }

    @Test
    void refusesPiecesThatAreNotThere() {
        assertThatThrownBy(() -> new Bitfield(8).has(8))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("piece: 8 (expected: 0..7)");
        assertThatThrownBy(() -> new Bitfield(8).set(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Bitfield(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsWhatBothHave() {
        Bitfield thirds = new Bitfield(200);
        Bitfield halves = new Bitfield(200);
        for (int piece = 0; piece < 200; piece++) {
            if (piece % 3 == 0) {
                thirds.set(piece);
            }
            if (piece % 2 == 0) {
                halves.set(piece);
            }
        }

        assertThat(thirds.commonCount(halves)).isEqualTo(34);
        assertThat(thirds.commonCount(Bitfield.full(200))).isEqualTo(thirds.count());
        assertThat(thirds.commonCount(new Bitfield(200))).isZero();
    }
}
