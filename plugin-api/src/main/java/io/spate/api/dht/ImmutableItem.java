package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeValue;

/**
 * Data under its own hash (BEP 44).
 *
 * @param value of at most {@link #MAX_VALUE} bytes when bencoded
 */
public record ImmutableItem(BencodeValue value) implements DhtItem {
    public ImmutableItem {
        ItemValues.check(value);
    }

    @Override
    public InfoHash target() {
        return InfoHash.v1Of(Bencode.write(value));
    }
}
