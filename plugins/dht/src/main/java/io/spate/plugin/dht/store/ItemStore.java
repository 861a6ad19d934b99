package io.spate.plugin.dht.store;

import io.spate.api.InfoHash;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.DhtItem;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.dht.ItemKey;
import io.spate.api.dht.MutableItem;
import io.spate.plugin.dht.krpc.ErrorCode;
import io.spate.plugin.dht.krpc.ItemBody;
import io.spate.plugin.dht.krpc.NodeId;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The items that were left with us (BEP 44). When it is full, the item that is least of use goes: few want it kept, and it is far
 * from our id, where nobody looks.
 */
public final class ItemStore {
    /** More announcers do not make an item better. */
    private static final int MAX_ANNOUNCERS = 50;

    private final StoreLimits limits;
    private final Map<NodeId, StoredItem> items = new HashMap<>();

    public ItemStore(StoreLimits limits) {
        this.limits = limits;
    }

    public int size() {
        return items.size();
    }

    public Optional<ItemBody> find(NodeId target, long now) {
        return Optional.ofNullable(items.get(target))
                .filter(item -> item.expiresAt > now)
                .map(item -> item.body);
    }

    /** What a put would be stored under. */
    public static NodeId target(ItemBody body) {
        return NodeId.of(body.signed()
                .map(by -> ItemKey.of(by.publicKey(), by.salt()).target())
                .orElseGet(() -> InfoHash.v1Of(body.value())));
    }

    /**
     * @param own id of the node: items far from it are the first to go
     * @return why the item is not stored; empty if it is
     */
    public Optional<ErrorCode> put(ItemBody body, OptionalLong cas, InetAddress from, NodeId own, long now) {
        if (body.value().length > DhtItem.MAX_VALUE) {
            return Optional.of(ErrorCode.VALUE_TOO_BIG);
        }
        Optional<BencodeValue> value = body.canonical();
        if (value.isEmpty()) {
            return Optional.of(ErrorCode.PROTOCOL);
        }
        NodeId target = target(body);
        if (body.signed().isEmpty()) {
            store(target, body, new ImmutableItem(value.get()), from, now, own);
            return Optional.empty();
        }
        return putMutable(target, body, value.get(), cas, from, own, now);
    }

    private Optional<ErrorCode> putMutable(
            NodeId target,
            ItemBody body,
            BencodeValue value,
            OptionalLong cas,
            InetAddress from,
            NodeId own,
            long now) {
        ItemBody.Signed by = body.signed().orElseThrow();
        if (by.seq() < 0) {
            return Optional.of(ErrorCode.PROTOCOL);
        }
        Optional<StoredItem> before = Optional.ofNullable(items.get(target)).filter(item -> item.expiresAt > now);
        if (before.isPresent()) {
            long stored = before.get().body.seq().orElseThrow();
            if (cas.isPresent() && cas.getAsLong() != stored) {
                return Optional.of(ErrorCode.CAS_MISMATCH);
            }
            if (by.seq() < stored) {
                return Optional.of(ErrorCode.SEQ_TOO_OLD);
            }
        }
        MutableItem item = new MutableItem(ItemKey.of(by.publicKey(), by.salt()), by.seq(), value, by.signature());
        if (before.filter(stored -> stored.item.equals(item)).isEmpty() && !item.isGenuine()) {
            return Optional.of(ErrorCode.BAD_SIGNATURE);
        }
        boolean keepsOld = before.isPresent()
                && before.get().body.seq().orElseThrow() == by.seq()
                && !before.get().item.value().equals(value);
        if (!keepsOld) {
            store(target, body, item, from, now, own);
        }
        return Optional.empty();
    }

    private void store(NodeId target, ItemBody body, DhtItem item, InetAddress from, long now, NodeId own) {
        StoredItem before = items.get(target);
        if (before == null && items.size() >= limits.items()) {
            leastUseful(own).ifPresent(items::remove);
        }
        BloomFilter announcers = before == null ? new BloomFilter() : before.announcers;
        announcers.add(from);
        items.put(
                target,
                new StoredItem(
                        body, item, announcers, now + limits.itemLifetime().toMillis()));
    }

    private Optional<NodeId> leastUseful(NodeId own) {
        return items.entrySet().stream()
                .min(Comparator.comparingInt(each -> usefulness(own, each.getKey(), each.getValue())))
                .map(Map.Entry::getKey);
    }

    private static int usefulness(NodeId own, NodeId target, StoredItem item) {
        int announcers = Math.min(MAX_ANNOUNCERS, item.announcers.count());
        int distanceBits = NodeId.BITS - own.sharedBits(target);
        return announcers / 5 - distanceBits;
    }

    public void expire(long now) {
        items.values().removeIf(item -> item.expiresAt <= now);
    }

    private record StoredItem(ItemBody body, DhtItem item, BloomFilter announcers, long expiresAt) {}
}
