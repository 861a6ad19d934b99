package io.spate.plugin.utp;

/** What a packet is for; the ordinal is the number on the wire (BEP 29). */
enum PacketType {
    DATA,
    FIN,
    /** An acknowledgement and nothing else; it uses up no sequence number. */
    STATE,
    RESET,
    SYN;

    private static final PacketType[] ALL = values();

    static PacketType of(int code) {
        return ALL[code];
    }

    static boolean isKnown(int code) {
        return code < ALL.length;
    }
}
