package io.spate.api.bencode;

import io.spate.api.ErrorCode;
import io.spate.api.SpateException;
import java.util.List;

/**
 * What a tolerant reader found.
 *
 * @param consumed bytes of the value; what follows it was not looked at
 * @param nonCanonical the tolerated faults, each once, in alphabetical order of their labels
 */
public record BencodeRead(BencodeValue value, int consumed, List<BencodeFault> nonCanonical) {
    public BencodeRead {
        nonCanonical = List.copyOf(nonCanonical);
    }

    /** The value as the dictionary that it should be. @throws SpateException BAD_BENCODE if it is something else */
    public BencodeDictionary dictionary() {
        if (value instanceof BencodeDictionary dictionary) {
            return dictionary;
        }
        throw new SpateException(
                ErrorCode.BAD_BENCODE,
                BencodeFault.WRONG_KIND.label() + " at byte 0: " + value + " (expected: a dictionary)");
    }
}
