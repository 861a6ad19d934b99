package io.spate.api.bencode;

import java.util.Locale;

/** What is wrong with bencoded bytes. The first four are tolerable: old writers make them, and the meaning is clear. */
public enum BencodeFault {
    /** A number with a needless 0 in front. */
    LEADING_ZERO(true),
    /** {@code i-0e}. */
    NEGATIVE_ZERO(true),
    /** A key that should have come before the one in front of it. */
    UNSORTED_KEY(true),
    /** A key that came already. */
    DUPLICATE_KEY(true),
    /** The input ends in the middle of a value. */
    UNEXPECTED_END(false),
    /** No value begins with this byte. */
    EXPECTED_VALUE(false),
    EXPECTED_DIGIT(false),
    EXPECTED_COLON(false),
    KEY_NOT_STRING(false),
    /** A key with nothing after it. */
    MISSING_VALUE(false),
    /** Something after the value. Tolerant readers leave it alone. */
    TRAILING_DATA(false),
    /** An integer of more digits than anybody needs. */
    INTEGER_TOO_LONG(false),
    DEPTH_EXCEEDED(false),
    TOO_MANY_VALUES(false),
    TOO_LARGE(false),
    /** The value is of another kind than was asked for. */
    WRONG_KIND(false);

    private final boolean tolerable;

    BencodeFault(boolean tolerable) {
        this.tolerable = tolerable;
    }

    /** Whether {@link Bencode#readTolerant} reads on. */
    public boolean isTolerable() {
        return tolerable;
    }

    /** The stable name, such as {@code leading_zero}; messages begin with it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
