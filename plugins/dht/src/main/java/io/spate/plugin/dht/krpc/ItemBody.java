package io.spate.plugin.dht.krpc;

import io.spate.api.InfoHash;
import io.spate.api.SpateException;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.DhtItem;
import io.spate.api.dht.ImmutableItem;
import io.spate.api.dht.ItemKey;
import io.spate.api.dht.MutableItem;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An item as messages carry it (BEP 44). Nothing is verified yet.
 *
 * @param value bencoded, byte for byte as it came
 * @param signed what makes it mutable
 */
public record ItemBody(byte[] value, Optional<Signed> signed) {
    /**
     * @param publicKey 32 bytes
     * @param salt empty in replies, which do not repeat it
     * @param seq may be negative
     * @param signature 64 bytes
     */
    public record Signed(byte[] publicKey, byte[] salt, long seq, byte[] signature) {}

    public static ItemBody of(DhtItem item) {
        byte[] value = Bencode.write(item.value());
        if (item instanceof MutableItem mutable) {
            ItemKey key = mutable.key();
            return new ItemBody(
                    value, Optional.of(new Signed(key.publicKey(), key.salt(), mutable.seq(), mutable.signature())));
        }
        return new ItemBody(value, Optional.empty());
    }

    /** The immutable item, if it is one of this hash. */
    public Optional<ImmutableItem> immutable(NodeId target) {
        return signed.isEmpty()
                        && value.length <= DhtItem.MAX_VALUE
                        && NodeId.of(InfoHash.v1Of(value)).equals(target)
                ? canonical().map(ImmutableItem::new)
                : Optional.empty();
    }

    /** The mutable item of this key, if that is what it is. The signature is not checked. */
    public Optional<MutableItem> mutable(ItemKey key) {
        if (signed.isEmpty()
                || value.length > DhtItem.MAX_VALUE
                || signed.get().seq() < 0
                || !ItemKey.of(signed.get().publicKey(), key.salt()).equals(key)) {
            return Optional.empty();
        }
        Signed by = signed.get();
        return canonical().map(read -> new MutableItem(key, by.seq(), read, by.signature()));
    }

    public OptionalLong seq() {
        return signed.map(by -> OptionalLong.of(by.seq())).orElseGet(OptionalLong::empty);
    }

    /** Empty if the value is not bencoded as it has to be. */
    public Optional<BencodeValue> canonical() {
        try {
            return Optional.of(Bencode.read(value));
        } catch (SpateException e) {
            return Optional.empty();
        }
    }
}
