package io.spate.plugin.dht.lookup;

import io.spate.api.dht.DhtItem;
import io.spate.api.dht.ItemKey;
import io.spate.api.dht.MutableItem;
import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.ErrorCode;
import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.ItemBody;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Looks for an item, and perhaps leaves one with the closest nodes (BEP 44). What is found is verified: the hash of an immutable
 * item, the signature of a mutable one. Of a mutable item the newest version is wanted, so all are asked.
 */
public final class ItemSearch extends Search {
    /** Signatures cost time: nodes that send wrong ones are not believed for ever. */
    private static final int MAX_VERIFICATIONS = 60;

    private final Optional<ItemKey> key;
    private final Putting putting;
    private final BiConsumer<Optional<DhtItem>, Result> onEnd;
    private final Set<NodeId> holders = new HashSet<>();
    private Optional<DhtItem> found = Optional.empty();
    private int verifications;
    private int taken;
    private int refused;

    private ItemSearch(
            NodeId target, Optional<ItemKey> key, Putting putting, BiConsumer<Optional<DhtItem>, Result> onEnd) {
        super(target);
        this.key = key;
        this.putting = putting;
        this.onEnd = onEnd;
    }

    /** Looks for an immutable item. */
    public static ItemSearch immutable(NodeId target, BiConsumer<Optional<DhtItem>, Result> onEnd) {
        return new ItemSearch(target, Optional.empty(), new Nothing(), onEnd);
    }

    /** Looks for the newest version of a mutable item. @param keepAlive whether to leave what is found where it is missing */
    public static ItemSearch mutable(ItemKey key, boolean keepAlive, BiConsumer<Optional<DhtItem>, Result> onEnd) {
        NodeId target = NodeId.of(key.target());
        return new ItemSearch(target, Optional.of(key), keepAlive ? new WhatIsFound() : new Nothing(), onEnd);
    }

    /** Stores an item. @param cas the version that it shall replace, where there is one */
    public static ItemSearch store(DhtItem item, OptionalLong cas, BiConsumer<Optional<DhtItem>, Result> onEnd) {
        Optional<ItemKey> key = item instanceof MutableItem mutable ? Optional.of(mutable.key()) : Optional.empty();
        return new ItemSearch(NodeId.of(item.target()), key, new This(item, cas), onEnd);
    }

    @Override
    public Arguments question(Want want) {
        return new Arguments.Get(target(), OptionalLong.empty(), want);
    }

    @Override
    public void onReply(Reply reply) {
        reply.item().ifPresent(body -> {
            if (key.isPresent()) {
                body.mutable(key.get()).ifPresent(item -> onVersion(item, reply.id()));
            } else {
                body.immutable(target()).ifPresent(item -> {
                    holders.add(reply.id());
                    found = Optional.of(item);
                });
            }
        });
    }

    private void onVersion(MutableItem item, NodeId holder) {
        Optional<MutableItem> best = found.map(MutableItem.class::cast);
        if (best.filter(item::equals).isPresent()) {
            holders.add(holder);
            return;
        }
        boolean isNewer = best.isEmpty() || item.seq() > best.get().seq();
        if (isNewer && verifications < MAX_VERIFICATIONS) {
            verifications++;
            if (item.isGenuine()) {
                found = Optional.of(item);
                holders.clear();
                holders.add(holder);
            }
        }
    }

    /** Nobody can have another version of an immutable item. */
    @Override
    public boolean isSatisfied() {
        return key.isEmpty() && putting instanceof Nothing && found.isPresent();
    }

    @Override
    public Optional<Arguments> parting(Candidate node) {
        boolean hasIt = holders.contains(node.info().id());
        return node.token()
                .flatMap(token -> putting.at(found, hasIt).map(put -> new Arguments.Put(put.item, put.cas, token)));
    }

    @Override
    public void onTaken() {
        taken++;
    }

    @Override
    public void onRefused(Failure failure) {
        if (failure.code() == ErrorCode.SEQ_TOO_OLD.number() || failure.code() == ErrorCode.CAS_MISMATCH.number()) {
            refused++;
        }
    }

    @Override
    public void onEnd(Ending ending) {
        onEnd.accept(found, new Result(taken, refused));
    }

    /**
     * @param taken how many nodes took the item
     * @param refused how many have a newer version, or another than {@code cas} says
     */
    public record Result(int taken, int refused) {}

    /** One put, but for its token. */
    private record Put(ItemBody item, OptionalLong cas) {}

    /** What is left with nodes. */
    private sealed interface Putting {
        /** @param hasIt whether the node has the newest version that was found */
        Optional<Put> at(Optional<DhtItem> found, boolean hasIt);
    }

    private record Nothing() implements Putting {
        @Override
        public Optional<Put> at(Optional<DhtItem> found, boolean hasIt) {
            return Optional.empty();
        }
    }

    private record WhatIsFound() implements Putting {
        @Override
        public Optional<Put> at(Optional<DhtItem> found, boolean hasIt) {
            // Where it is already, this tells that somebody still wants it.
            return found.map(item -> new Put(ItemBody.of(item), OptionalLong.empty()));
        }
    }

    private record This(DhtItem item, OptionalLong cas) implements Putting {
        @Override
        public Optional<Put> at(Optional<DhtItem> found, boolean hasIt) {
            // A node that has nothing is not to compare with anything (BEP 44, "CAS").
            return Optional.of(new Put(ItemBody.of(item), hasIt ? cas : OptionalLong.empty()));
        }
    }
}
