package io.spate.api.dht;

import io.spate.api.bencode.Bencode;
import io.spate.api.bencode.BencodeValue;

final class ItemValues {
    private ItemValues() {}

    static void check(BencodeValue value) {
        int length = Bencode.write(value).length;
        if (length > DhtItem.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "value: " + length + " bytes (expected: at most " + DhtItem.MAX_VALUE + ")");
        }
    }
}
