package io.spate.kernel.picker;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Pieces sorted by rank, in an array cut into one stretch a rank. A piece moves to the next rank by one swap with the end of
 * its stretch, and the border then passes over it; so a change costs as many swaps as ranks are crossed, however many pieces
 * there are. Within a rank the order is random. Pieces of no rank are kept behind all others.
 */
final class RankedOrder {
    private int[] order;
    private final int[] position; // of each piece in order
    private int[] ends; // ends[r]: where the stretch of rank r ends; the last is the number of ranked pieces

    RankedOrder(int pieces, RandomGenerator random) {
        order = new int[pieces];
        position = new int[pieces];
        ends = new int[1];
        for (int i = 0; i < pieces; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (int i = 0; i < pieces; i++) {
            position[order[i]] = i;
        }
    }

    /** How many pieces have a rank. */
    int size() {
        return ends[ends.length - 1];
    }

    /** The piece at this place, lowest rank first. */
    int at(int place) {
        return order[place];
    }

    /** The place of a piece; below {@link #size} if it has a rank. */
    int place(int piece) {
        return position[piece];
    }

    int startOf(int rank) {
        return rank == 0 ? 0 : ends[rank - 1];
    }

    int endOf(int rank) {
        return ends[rank];
    }

    void add(int piece, int rank) {
        grow(rank);
        descend(piece, ends.length, rank);
    }

    void remove(int piece, int rank) {
        ascend(piece, rank, ends.length);
    }

    void move(int piece, int from, int to) {
        grow(to);
        if (from < to) {
            ascend(piece, from, to);
        } else {
            descend(piece, from, to);
        }
    }

    /**
     * Sorts anew, keeping the order of those that are of one rank.
     *
     * @param ranks one a piece; negative for none
     */
    void sort(int[] ranks) {
        int[] starts = new int[Arrays.stream(ranks).max().orElse(0) + 2];
        for (int rank : ranks) {
            if (rank >= 0) {
                starts[rank + 1]++;
            }
        }
        for (int rank = 1; rank < starts.length; rank++) {
            starts[rank] += starts[rank - 1];
        }
        int behind = starts[starts.length - 1];
        ends = Arrays.copyOfRange(starts, 1, Math.max(2, starts.length));
        int[] sorted = new int[order.length];
        for (int piece : order) {
            int place = ranks[piece] >= 0 ? starts[ranks[piece]]++ : behind++;
            sorted[place] = piece;
            position[piece] = place;
        }
        order = sorted;
    }

    private void ascend(int piece, int from, int to) {
        for (int rank = from; rank < to; rank++) {
            swap(piece, --ends[rank]);
        }
    }

    private void descend(int piece, int from, int to) {
        for (int rank = from; rank > to; rank--) {
            swap(piece, ends[rank - 1]++);
        }
    }

    private void swap(int piece, int place) {
        int other = order[place];
        order[position[piece]] = other;
        position[other] = position[piece];
        order[place] = piece;
        position[piece] = place;
    }

    private void grow(int rank) {
        if (rank >= ends.length) {
            int size = size();
            int before = ends.length;
            ends = Arrays.copyOf(ends, rank + 1 + rank / 4);
            Arrays.fill(ends, before, ends.length, size);
        }
    }
}
