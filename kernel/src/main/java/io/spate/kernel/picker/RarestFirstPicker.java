package io.spate.kernel.picker;

import io.spate.api.Bitfield;
import io.spate.api.policy.TorrentPicker;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Rarest first for one torrent. Pieces that can be started are kept sorted by rank: availability among peers that are no
 * seeds, weighed by priority. A change of one piece costs a few swaps; when very many change at once, they are only counted,
 * and sorted at the next pick.
 */
final class RarestFirstPicker implements TorrentPicker {
    /** Pieces taken before the rare ones come first (BEP 3 starts with a random piece, for speed). */
    private static final int RANDOM_FIRST = 4;

    /**
     * How many pieces are looked at in their order, and then again among those the peer has. So a pick is exact unless the
     * peer lacks the rarest few thousand, and never slow.
     */
    private static final int MAX_LOOKS = 4096;

    private final RandomGenerator random;
    private final RankedOrder order;
    private final int[] available; // peers that are no seeds
    private final byte[] priorities;
    private final Bitfield startable;
    private final Bitfield urgent; // those startable that have the highest priority
    private final Bitfield taken;
    private int seeds;
    private boolean sequential;
    private boolean sorted;

    RarestFirstPicker(int pieces, RandomGenerator random) {
        this.random = random;
        this.order = new RankedOrder(pieces, random);
        this.available = new int[pieces];
        this.priorities = new byte[pieces];
        this.startable = Bitfield.full(pieces);
        this.urgent = new Bitfield(pieces);
        this.taken = new Bitfield(pieces);
        Arrays.fill(priorities, (byte) NORMAL_PRIORITY);
    }

    @Override
    public void onAvailable(int piece) {
        count(piece, 1);
    }

    @Override
    public void onUnavailable(int piece) {
        count(piece, -1);
    }

    @Override
    public void onAvailable(Bitfield pieces) {
        count(pieces, 1);
    }

    @Override
    public void onUnavailable(Bitfield pieces) {
        count(pieces, -1);
    }

    @Override
    public void onSeed() {
        seeds++;
    }

    @Override
    public void onSeedGone() {
        seeds--;
    }

    @Override
    public void onPriority(int piece, int priority) {
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: 0.." + MAX_PRIORITY + ")");
        }
        leave(piece);
        priorities[piece] = (byte) priority;
        enter(piece);
    }

    @Override
    public void onWanted(int piece) {
        taken.clear(piece);
        enter(piece);
    }

    @Override
    public void onTaken(int piece) {
        leave(piece);
        taken.set(piece);
    }

    @Override
    public int pick(Bitfield peerHas) {
        if (sequential) {
            return first(peerHas);
        }
        sort();
        return taken.count() < RANDOM_FIRST ? any(peerHas) : pick(peerHas, true);
    }

    @Override
    public int pickCommon(Bitfield peerHas) {
        sort();
        return pick(peerHas, false);
    }

    @Override
    public void setSequential(boolean on) {
        sequential = on;
    }

    @Override
    public int availability(int piece) {
        return available[piece] + seeds;
    }

    private void count(Bitfield pieces, int change) {
        if (pieces.count() > available.length / 8) {
            sorted = false; // sorting all once is cheaper than moving so many
        }
        for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
            count(piece, change);
        }
    }

    private void count(int piece, int change) {
        if (available[piece] + change < 0) {
            throw new IllegalStateException("peers with piece " + piece + ": one less than 0 (expected: 0 or more)");
        }
        if (!sorted || !startable.has(piece)) {
            available[piece] += change;
            return;
        }
        int before = rank(piece);
        available[piece] += change;
        order.move(piece, before, rank(piece));
    }

    private void enter(int piece) {
        if (taken.has(piece) || priorities[piece] == 0 || !startable.set(piece)) {
            return;
        }
        if (priorities[piece] == MAX_PRIORITY) {
            urgent.set(piece);
        }
        if (sorted) {
            order.add(piece, rank(piece));
        }
    }

    private void leave(int piece) {
        if (!startable.clear(piece)) {
            return;
        }
        urgent.clear(piece);
        if (sorted) {
            order.remove(piece, rank(piece));
        }
    }

    /** Seeds have all, so they change no order. One is added so that priorities count where nobody else has anything. */
    private int rank(int piece) {
        return (available[piece] + 1) * (MAX_PRIORITY + 1 - priorities[piece]);
    }

    private void sort() {
        if (sorted) {
            return;
        }
        int[] ranks = new int[available.length];
        for (int piece = 0; piece < ranks.length; piece++) {
            ranks[piece] = startable.has(piece) ? rank(piece) : -1;
        }
        order.sort(ranks);
        sorted = true;
    }

    /** The first in the torrent's order, those of the highest priority before all others. */
    private int first(Bitfield peerHas) {
        int first = urgent.isEmpty() ? -1 : peerHas.nextCommon(urgent, 0);
        return first >= 0 ? first : peerHas.nextCommon(startable, 0);
    }

    private int any(Bitfield peerHas) {
        int found = look(peerHas, 0, order.size(), MAX_LOOKS);
        return found >= 0 ? found : sample(peerHas, true);
    }

    private int pick(Bitfield peerHas, boolean rarest) {
        int looks = MAX_LOOKS;
        int low = 0;
        int high = order.size();
        while (low < high && looks > 0) {
            int rank = rank(order.at(rarest ? low : high - 1));
            int found = look(peerHas, order.startOf(rank), order.endOf(rank), looks);
            if (found >= 0) {
                return found;
            }
            looks -= order.endOf(rank) - order.startOf(rank);
            low = rarest ? order.endOf(rank) : low;
            high = rarest ? high : order.startOf(rank);
        }
        return low < high || looks < 0 ? sample(peerHas, rarest) : -1;
    }

    /** Looks for a piece that the peer has, from a random place on, so that pieces of a rank are equally likely. */
    private int look(Bitfield peerHas, int start, int end, int looks) {
        int size = end - start;
        int offset = size == 0 ? 0 : random.nextInt(size);
        for (int i = 0; i < Math.min(size, looks); i++) {
            int place = offset + i < size ? start + offset + i : start + offset + i - size;
            if (peerHas.has(order.at(place))) {
                return order.at(place);
            }
        }
        return -1;
    }

    /** The best of some thousand pieces that the peer has, from a random one on. */
    private int sample(Bitfield peerHas, boolean rarest) {
        int from = random.nextInt(available.length);
        int best = -1;
        int piece = next(peerHas, from);
        int firstSeen = piece;
        for (int i = 0; i < MAX_LOOKS && piece >= 0; i++) {
            if (best < 0 || order.place(piece) < order.place(best) == rarest) {
                best = piece;
            }
            piece = next(peerHas, piece + 1);
            if (piece == firstSeen) {
                break;
            }
        }
        return best;
    }

    private int next(Bitfield peerHas, int from) {
        int piece = peerHas.nextCommon(startable, from);
        return piece >= 0 ? piece : peerHas.nextCommon(startable, 0);
    }
}
