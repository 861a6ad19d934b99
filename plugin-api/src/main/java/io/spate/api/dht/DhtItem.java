package io.spate.api.dht;

import io.spate.api.InfoHash;
import io.spate.api.bencode.BencodeValue;

/** Data in the DHT (BEP 44). */
public sealed interface DhtItem permits ImmutableItem, MutableItem {
    /** Bytes of the longest value, bencoded. */
    int MAX_VALUE = 1000;

    /** What it is stored under, 20 bytes. */
    InfoHash target();

    BencodeValue value();
}
