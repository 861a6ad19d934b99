package io.spate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PieceLayoutTest {
    private static final int BLOCK = PieceLayout.BLOCK_LENGTH;

    @Test
    void onlyTheLastPieceAndItsLastBlockAreShort() {
        PieceLayout layout = new PieceLayout(5L * BLOCK + 1, 2 * BLOCK);
        assertThat(layout.pieceCount()).isEqualTo(3);
        assertThat(layout.lengthOf(0)).isEqualTo(2 * BLOCK);
        assertThat(layout.lengthOf(2)).isEqualTo(BLOCK + 1);
        assertThat(layout.blockCount(1)).isEqualTo(2);
        assertThat(layout.blockCount(2)).isEqualTo(2);
        assertThat(layout.blockLength(2, 0)).isEqualTo(BLOCK);
        assertThat(layout.blockLength(2, 1)).isEqualTo(1);
        assertThat(layout.offsetOf(2)).isEqualTo(4L * BLOCK);
    }

    @Test
    void aTorrentThatEndsOnABoundaryHasNoShortPiece() {
        PieceLayout layout = new PieceLayout(4L * BLOCK, 2 * BLOCK);
        assertThat(layout.pieceCount()).isEqualTo(2);
        assertThat(layout.lengthOf(1)).isEqualTo(2 * BLOCK);
    }

    @Test
    void knowsPiecesShorterThanABlock() {
        PieceLayout layout = new PieceLayout(250, 100);
        assertThat(layout.pieceCount()).isEqualTo(3);
        assertThat(layout.blockCount(0)).isEqualTo(1);
        assertThat(layout.blockLength(0, 0)).isEqualTo(100);
        assertThat(layout.blockLength(2, 0)).isEqualTo(50);
    }

    @Test
    void findsThePieceOfAByte() {
        PieceLayout layout = new PieceLayout(1L << 40, 1 << 24);
        assertThat(layout.pieceAt(0)).isZero();
        assertThat(layout.pieceAt((1 << 24) - 1)).isZero();
        assertThat(layout.pieceAt(1 << 24)).isEqualTo(1);
        assertThat(layout.pieceAt((1L << 40) - 1)).isEqualTo(65535);
        assertThat(layout.offsetOf(65535)).isEqualTo((1L << 40) - (1 << 24));
    }

    @Test
    void takesRangesThatLieInsideOnePiece() {
        PieceLayout layout = new PieceLayout(100, 40);
        assertThat(layout.block(0, 0, 40)).contains(new Block(0, 0, 40));
        assertThat(layout.block(2, 19, 1)).contains(new Block(2, 19, 1));
    }

    @Test
    void refusesRangesThatPeersMakeUp() {
        PieceLayout layout = new PieceLayout(100, 40);
        assertThat(layout.block(0, 0, 41)).isEmpty();
        assertThat(layout.block(0, 1, 40)).isEmpty();
        assertThat(layout.block(2, 0, 21)).isEmpty();
        assertThat(layout.block(3, 0, 1)).isEmpty();
        assertThat(layout.block(-1, 0, 1)).isEmpty();
        assertThat(layout.block(0, -1, 1)).isEmpty();
        assertThat(layout.block(0, 0, 0)).isEmpty();
        assertThat(layout.block(0, 0, -1)).isEmpty();
        assertThat(layout.block(0, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(layout.block(Integer.MAX_VALUE, 0, 1)).isEmpty();
        assertThat(layout.block(Integer.MIN_VALUE, 0, 1)).isEmpty();
    }

    @Test
    void requestsAreWholeBlocks() {
        PieceLayout layout = new PieceLayout(3L * BLOCK + 5, 2 * BLOCK);
        assertThat(layout.isRequestable(0, BLOCK, BLOCK)).isTrue();
        assertThat(layout.isRequestable(1, BLOCK, 5)).isTrue();
        assertThat(layout.isRequestable(1, BLOCK, 4)).isFalse();
        assertThat(layout.isRequestable(0, 1, BLOCK)).isFalse();
        assertThat(layout.isRequestable(0, 0, 2 * BLOCK)).isFalse();
        assertThat(layout.isRequestable(2, 0, BLOCK)).isFalse();
    }

    @Test
    void refusesLayoutsBeyondTheLimits() {
        assertThatThrownBy(() -> new PieceLayout(0, 1)).hasMessage("total length: 0 (expected: 1..281474976710655)");
        assertThatThrownBy(() -> new PieceLayout(1L << 48, 1 << 28)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PieceLayout(1, 0)).hasMessage("piece length: 0 (expected: 1..536854528)");
        assertThatThrownBy(() -> new PieceLayout(1, PieceLayout.MAX_PIECE_LENGTH + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PieceLayout(PieceLayout.MAX_PIECES + 1L, 1))
                .hasMessage("pieces: 2097153 (expected: 1..2097152)");
    }

    @Test
    void countsWithoutOverflowAtTheLimits() {
        PieceLayout largest = new PieceLayout((1L << 48) - 1, 1 << 28);
        assertThat(largest.pieceCount()).isEqualTo(1 << 20);
        assertThat(largest.lengthOf((1 << 20) - 1)).isEqualTo((1 << 28) - 1);
        assertThat(new PieceLayout(PieceLayout.MAX_PIECES, 1).pieceCount()).isEqualTo(PieceLayout.MAX_PIECES);
    }
}
