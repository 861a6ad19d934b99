package io.spate.plugin.dht.krpc;

/** The numbers of errors (BEP 5, and BEP 44 from 205 on). */
public enum ErrorCode {
    GENERIC(201),
    SERVER(202),
    PROTOCOL(203),
    METHOD_UNKNOWN(204),
    VALUE_TOO_BIG(205),
    BAD_SIGNATURE(206),
    SALT_TOO_BIG(207),
    CAS_MISMATCH(301),
    SEQ_TOO_OLD(302);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
