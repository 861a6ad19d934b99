package io.spate.plugin.metadata;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One peer that metadata may be had from: what it is asked for, and how it does. For {@link MetadataFetcher}. */
final class Supplier {
    /** So many requests in a row that go by, and the peer rests. */
    private static final int MAX_LATE = 3;

    private final Wire wire;
    /** Pieces that are awaited of it, each with the time of its request. */
    private final Map<Integer, Long> awaited = new HashMap<>();
    /** Pieces that it was asked for, late ones too. */
    private final BitSet asked = new BitSet();

    private Optional<MetadataSize> size = Optional.empty();
    private boolean isResting;
    private long restUntil;
    private int late;

    Supplier(Wire wire) {
        this.wire = wire;
    }

    Wire wire() {
        return wire;
    }

    /** How long the metadata is, as the peer says. */
    Optional<MetadataSize> size() {
        return size;
    }

    void size(MetadataSize told) {
        size = Optional.of(told);
    }

    boolean mayBeAsked(long now) {
        return !isResting || now - restUntil >= 0;
    }

    int awaited() {
        return awaited.size();
    }

    BitSet awaitedPieces() {
        BitSet pieces = new BitSet();
        awaited.keySet().forEach(pieces::set);
        return pieces;
    }

    boolean wasAsked(int piece) {
        return asked.get(piece);
    }

    int late() {
        return late;
    }

    void request(int piece, long now) {
        isResting = false;
        awaited.put(piece, now);
        asked.set(piece);
        wire.request(piece);
    }

    void onAnswer(int piece) {
        awaited.remove(piece);
        asked.clear(piece);
        late = 0;
    }

    /** Nothing is asked of it for a while, nor awaited; what comes all the same is taken. */
    void rest(long until) {
        awaited.clear();
        isResting = true;
        restUntil = until;
        late = 0;
    }

    /** @return whether it let so many requests go by that it must rest */
    boolean giveUp(long askedBefore) {
        int before = awaited.size();
        awaited.values().removeIf(since -> since - askedBefore <= 0);
        late += before - awaited.size();
        return late >= MAX_LATE;
    }

    /** What it was asked for is no longer wanted. */
    void forget() {
        awaited.clear();
        asked.clear();
    }

    /** The way to the peer. */
    interface Wire {
        /** By which the peer is known again if it comes back. */
        String host();

        void request(int piece);

        /** Ends the connection. */
        void close(String reason);
    }
}
