package io.spate.kernel.resume;

import io.spate.api.Bitfield;
import io.spate.api.PieceLayout;
import io.spate.api.storage.FileStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * What the records of a journal amount to; the same for one that is read and one that is being written. A piece is had,
 * doubtful, partial, or none of these. Confined to one thread at a time.
 */
final class JournalState {
    /** Takes records. */
    interface Sink {
        void append(RecordType type, ByteBuffer payload) throws IOException;
    }

    private final PieceLayout layout;
    private final Bitfield have;
    private final Bitfield doubtful;
    private final Map<Integer, PartialBlocks> partials = new TreeMap<>();

    // The part of what is had that a power loss could take
    private Bitfield handedToSystem;
    private Bitfield beingSynced;

    private BootId boot = BootId.UNKNOWN;
    private boolean isClosed;
    private Optional<List<FileStamp>> stamps = Optional.empty();

    JournalState(PieceLayout layout) {
        this.layout = layout;
        this.have = new Bitfield(layout.pieceCount());
        this.doubtful = new Bitfield(layout.pieceCount());
        this.handedToSystem = new Bitfield(layout.pieceCount());
        this.beingSynced = new Bitfield(layout.pieceCount());
    }

    Bitfield have() {
        return have;
    }

    Bitfield doubtful() {
        return doubtful;
    }

    Map<Integer, PartialBlocks> partials() {
        return partials;
    }

    /** What the files were like at the orderly end, if that was the last that happened. */
    Optional<List<FileStamp>> closingStamps() {
        return isClosed ? stamps : Optional.empty();
    }

    /** Whether there is anything that {@link #forget} would take. */
    boolean isKnown(int piece) {
        return have.has(piece) || doubtful.has(piece) || partials.containsKey(piece);
    }

    boolean hasUnsynced() {
        return !handedToSystem.isEmpty()
                || !beingSynced.isEmpty()
                || partials.values().stream().anyMatch(partial -> partial.durability() != Durability.SYNCED);
    }

    /** @return false if it makes no sense for this torrent */
    boolean apply(RecordType type, ByteBuffer payload) {
        boolean makesSense = true;
        switch (type) {
            case HAVE -> forEach(Payload.pieces(payload, layout.pieceCount()), this::verified);
            case HAVE_ALL -> forEach(Bitfield.full(layout.pieceCount()), this::verified);
            case DOUBTFUL -> forEach(Payload.pieces(payload, layout.pieceCount()), this::doubt);
            case VERIFIED, UNVERIFIED, BLOCKS -> makesSense = applyToPiece(type, payload);
            case MARK -> mark();
            case SYNCED -> synced();
            case OPENED -> opened(Payload.boot(payload));
            case STAMPS -> stamps = Optional.of(Payload.stamps(payload));
            case CLOSED -> {}
        }
        isClosed = type == RecordType.CLOSED && stamps.isPresent();
        return makesSense;
    }

    /** The piece must be compared with its hash before it counts. */
    void doubt(int piece) {
        forget(piece);
        doubtful.set(piece);
    }

    /** The piece is not there. */
    void forget(int piece) {
        have.clear(piece);
        handedToSystem.clear(piece);
        beingSynced.clear(piece);
        doubtful.clear(piece);
        partials.remove(piece);
    }

    /** Whether what was only handed to the system is there for one who lives in the given run of it. */
    boolean isTrustedIn(BootId current) {
        return current.isSureOf(boot) || isClosed && boot.isUnknown();
    }

    /** The system was started anew, or may have been: what it was handed and did not sync is in doubt. */
    void distrustUnsynced() {
        forEach(handedToSystem.copy(), this::doubt);
        forEach(beingSynced.copy(), this::doubt);
        partials.values().removeIf(partial -> partial.durability() != Durability.SYNCED);
    }

    /** The shortest journal that says the same, but for an orderly end. */
    void writeTo(Sink sink) throws IOException {
        write(Durability.SYNCED, durable(), sink);
        if (!doubtful.isEmpty()) {
            sink.append(RecordType.DOUBTFUL, Payload.ofPieces(doubtful));
        }
        sink.append(RecordType.MARK, Payload.none());
        sink.append(RecordType.SYNCED, Payload.none());
        sink.append(RecordType.OPENED, Payload.ofBoot(boot));
        write(Durability.BEING_SYNCED, beingSynced, sink);
        sink.append(RecordType.MARK, Payload.none());
        write(Durability.HANDED_TO_SYSTEM, handedToSystem, sink);
    }

    private boolean applyToPiece(RecordType type, ByteBuffer payload) {
        int piece = payload.getInt();
        if (!layout.hasPiece(piece)) {
            return false;
        }
        if (type == RecordType.VERIFIED) {
            verified(piece);
        } else if (type == RecordType.UNVERIFIED) {
            forget(piece);
        } else {
            partial(piece, Payload.blocks(payload, layout.blockCount(piece)));
        }
        return true;
    }

    private void verified(int piece) {
        if (!have.has(piece)) {
            forget(piece);
            have.set(piece);
            handedToSystem.set(piece);
        }
    }

    private void partial(int piece, BitSet blocks) {
        if (have.has(piece)) {
            return; // recorded late, by a thread that was overtaken
        }
        forget(piece);
        if (!blocks.isEmpty()) {
            partials.put(piece, new PartialBlocks(blocks, Durability.HANDED_TO_SYSTEM));
        }
    }

    private void mark() {
        forEach(handedToSystem, beingSynced::set);
        handedToSystem = new Bitfield(layout.pieceCount());
        promotePartials(Durability.HANDED_TO_SYSTEM, Durability.BEING_SYNCED);
    }

    private void synced() {
        beingSynced = new Bitfield(layout.pieceCount());
        promotePartials(Durability.BEING_SYNCED, Durability.SYNCED);
    }

    private void promotePartials(Durability from, Durability to) {
        partials.replaceAll((piece, partial) -> partial.durability() == from ? partial.with(to) : partial);
    }

    private void opened(BootId current) {
        if (!isTrustedIn(current)) {
            distrustUnsynced();
        }
        boot = current;
    }

    private Bitfield durable() {
        Bitfield durable = have.copy();
        forEach(handedToSystem, durable::clear);
        forEach(beingSynced, durable::clear);
        return durable;
    }

    private void write(Durability durability, Bitfield pieces, Sink sink) throws IOException {
        if (pieces.isFull()) {
            sink.append(RecordType.HAVE_ALL, Payload.none());
        } else if (!pieces.isEmpty()) {
            sink.append(RecordType.HAVE, Payload.ofPieces(pieces));
        }
        for (Map.Entry<Integer, PartialBlocks> partial : partials.entrySet()) {
            PartialBlocks blocks = partial.getValue();
            if (blocks.durability() == durability) {
                sink.append(RecordType.BLOCKS, Payload.ofBlocks(partial.getKey(), blocks.blocks()));
            }
        }
    }

    private static void forEach(Bitfield pieces, IntConsumer action) {
        for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
            action.accept(piece);
        }
    }
}
