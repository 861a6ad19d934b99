package io.spate.plugin.holepunch;

import java.util.Arrays;
import java.util.Optional;

/** Why a relay does not help (BEP 55). */
enum HolepunchError {
    NO_SUCH_PEER(1, "the address is of no use"),
    NOT_CONNECTED(2, "the relay is not connected to it"),
    NO_SUPPORT(3, "it takes no part in hole punching"),
    NO_SELF(4, "it is the relay itself");

    private final int code;
    private final String text;

    HolepunchError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    /** For people. */
    String text() {
        return text;
    }

    static Optional<HolepunchError> of(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
}
