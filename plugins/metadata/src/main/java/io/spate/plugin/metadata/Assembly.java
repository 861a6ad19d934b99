package io.spate.plugin.metadata;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One try to put metadata together: pieces, and who sent each. Costs as much memory as what has come, whatever size was
 * promised.
 */
final class Assembly {
    private final MetadataSize size;
    private final Optional<Supplier> only;
    private final Map<Integer, byte[]> pieces = new HashMap<>();
    private final Set<Supplier> senders = new LinkedHashSet<>();
    private final BitSet missing = new BitSet();

    /** @param only who may send pieces; anybody if empty */
    Assembly(MetadataSize size, Optional<Supplier> only) {
        this.size = size;
        this.only = only;
        missing.set(0, size.pieceCount());
    }

    MetadataSize size() {
        return size;
    }

    /** Whether this peer may send pieces. */
    boolean takesFrom(Supplier supplier) {
        return supplier.size().filter(size::equals).isPresent()
                && only.filter(sole -> sole != supplier).isEmpty();
    }

    void add(int piece, byte[] bytes, Supplier sender) {
        if (missing.get(piece)) {
            missing.clear(piece);
            pieces.put(piece, bytes);
            senders.add(sender);
        }
    }

    BitSet missing() {
        return (BitSet) missing.clone();
    }

    boolean isWhole() {
        return missing.isEmpty();
    }

    Set<Supplier> senders() {
        return Set.copyOf(senders);
    }

    byte[] whole() {
        byte[] whole = new byte[size.bytes()];
        pieces.forEach((piece, bytes) -> System.arraycopy(bytes, 0, whole, size.offsetOf(piece), bytes.length));
        return whole;
    }
}
