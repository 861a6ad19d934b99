package io.spate.plugin.encryption;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What we let the bytes behind the handshake be.
 *
 * @param methods one or both
 * @param preferred chosen where there is a choice
 */
record Payload(Set<CryptoMethod> methods, CryptoMethod preferred) {
    Payload {
        if (methods.isEmpty()) {
            throw new IllegalArgumentException("methods: none (expected: plaintext, RC4 or both)");
        }
        methods = Collections.unmodifiableSet(EnumSet.copyOf(methods)); // in their order, for messages
    }

    /** Empty if the other end offers nothing that we let be. */
    Optional<CryptoMethod> choose(Set<CryptoMethod> offered) {
        return Stream.concat(Stream.of(preferred), Stream.of(CryptoMethod.values()))
                .filter(method -> methods.contains(method) && offered.contains(method))
                .findFirst();
    }
}
