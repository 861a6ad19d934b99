package io.spate.plugin.encryption;

import java.util.EnumSet;
import java.util.Set;

/** How the bytes behind the handshake are encrypted, by its bit in crypto_provide and crypto_select. */
enum CryptoMethod {
    PLAINTEXT(1),
    RC4(2);

    private final int bit;

    CryptoMethod(int bit) {
        this.bit = bit;
    }

    /** Bits that nobody has given a meaning are passed over. */
    static Set<CryptoMethod> of(int bits) {
        Set<CryptoMethod> methods = EnumSet.noneOf(CryptoMethod.class);
        for (CryptoMethod method : values()) {
            if ((bits & method.bit) != 0) {
                methods.add(method);
            }
        }
        return methods;
    }

    static int bits(Set<CryptoMethod> methods) {
        return methods.stream().mapToInt(method -> method.bit).sum();
    }
}
