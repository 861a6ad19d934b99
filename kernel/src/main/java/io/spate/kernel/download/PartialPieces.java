package io.spate.kernel.download;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.spate.api.Bitfield;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which piece is in which state: had, partial, to be started, or unwanted. Confined to the torrent's loop.
 *
 * <p>Of the partial ones those that have free blocks and are to go on are also in a list, in the order in which they got
 * into it.
 */
final class PartialPieces {
    private final Bitfield have;
    private final Bitfield wanted;
    private final IntObjectMap<PartialPiece> partials = new IntObjectHashMap<>();
    private final List<PartialPiece> open = new ArrayList<>();
    /** Wanted and not had. */
    private final Bitfield missing;

    private boolean isClosed;

    PartialPieces(Bitfield have) {
        this.have = have;
        this.wanted = new Bitfield(have.size());
        this.missing = new Bitfield(have.size());
    }

    Bitfield have() {
        return have;
    }

    boolean isWanted(int piece) {
        return wanted.has(piece);
    }

    /** @return whether this changes anything */
    boolean want(int piece) {
        return wanted.set(piece) && !have.has(piece) && missing.set(piece);
    }

    /** @return whether this changes anything */
    boolean unwant(int piece) {
        return wanted.clear(piece) && missing.clear(piece);
    }

    /** Wanted and not had. Only to be read. */
    Bitfield missing() {
        return missing;
    }

    /** The partial piece of this number, or null. */
    PartialPiece at(int piece) {
        return partials.get(piece);
    }

    Collection<PartialPiece> all() {
        return partials.values();
    }

    /** Those with blocks that nobody was asked for. Not to be kept. */
    List<PartialPiece> open() {
        return open;
    }

    /** Whether nothing is left that nobody was asked for. */
    boolean isEndGame() {
        return open.isEmpty() && missing.count() <= partials.size();
    }

    /** A picker that a plugin brought may name anything. */
    boolean isStartable(int piece) {
        return missing.has(piece) && !partials.containsKey(piece);
    }

    void add(PartialPiece partial) {
        partials.put(partial.piece, partial);
        update(partial);
    }

    void remove(PartialPiece partial) {
        partials.remove(partial.piece);
        leaveOpen(partial);
    }

    void onVerified(PartialPiece partial) {
        have.set(partial.piece);
        missing.clear(partial.piece);
    }

    /** Whether it is still on its way: neither finished nor dropped. */
    boolean isCurrent(PartialPiece partial) {
        return partials.get(partial.piece) == partial;
    }

    /** Whether it is to go on. */
    boolean isUnderWay(PartialPiece partial) {
        return isCurrent(partial) && wanted.has(partial.piece) && !isClosed;
    }

    /** Its free blocks have changed, or whether it is to go on. */
    void update(PartialPiece partial) {
        boolean belongs = partial.hasFree() && isUnderWay(partial);
        if (belongs && partial.openIndex < 0) {
            partial.openIndex = open.size();
            open.add(partial);
        } else if (!belongs) {
            leaveOpen(partial);
        }
    }

    /** Nothing is to go on. */
    void close() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }

    private void leaveOpen(PartialPiece partial) {
        if (partial.openIndex < 0) {
            return;
        }
        PartialPiece last = open.remove(open.size() - 1);
        if (last != partial) {
            open.set(partial.openIndex, last);
            last.openIndex = partial.openIndex;
        }
        partial.openIndex = -1;
    }
}
