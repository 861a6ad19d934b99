package io.spate.api.bencode;

/** A bencoded value (BEP 3). All four kinds are immutable and equal by content. */
public sealed interface BencodeValue permits BencodeString, BencodeInteger, BencodeList, BencodeDictionary {
    static BencodeInteger of(long value) {
        return BencodeInteger.of(value);
    }

    /** The text as UTF-8. */
    static BencodeString of(String text) {
        return BencodeString.of(text);
    }

    /** A copy of the bytes. */
    static BencodeString of(byte[] bytes) {
        return BencodeString.of(bytes);
    }
}
