package io.spate.plugin.encryption;

import io.spate.api.plugin.Settings;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code spate.plugins.encryption}; the reasons are in {@code reference.conf}.
 *
 * @param incoming for links that others open
 * @param outgoing for links that we open
 * @param incomingPayload behind the handshake of links that others open
 * @param outgoingPayload behind the handshake of links that we open
 */
record EncryptionSettings(
        EncryptionPolicy incoming, EncryptionPolicy outgoing, Payload incomingPayload, Payload outgoingPayload) {
    /** The words of the setting {@code payload}. */
    private enum Level {
        PLAINTEXT,
        RC4,
        BOTH
    }

    @Inject
    EncryptionSettings(Settings settings) {
        this(settings, direction(settings, "incoming"), direction(settings, "outgoing"));
    }

    private EncryptionSettings(Settings settings, EncryptionPolicy incoming, EncryptionPolicy outgoing) {
        this(incoming, outgoing, payload(settings, incoming), payload(settings, outgoing));
    }

    private static EncryptionPolicy direction(Settings settings, String key) {
        String at = settings.text(key).isEmpty() ? "policy" : key;
        return settings.choice(at, EncryptionPolicy.class);
    }

    private static Payload payload(Settings settings, EncryptionPolicy policy) {
        CryptoMethod preferred = settings.bool("prefer-rc4") ? CryptoMethod.RC4 : CryptoMethod.PLAINTEXT;
        return new Payload(methods(settings, policy), preferred);
    }

    private static Set<CryptoMethod> methods(Settings settings, EncryptionPolicy policy) {
        if (settings.text("payload").isEmpty()) {
            return policy == EncryptionPolicy.FORCED ? EnumSet.of(CryptoMethod.RC4) : EnumSet.allOf(CryptoMethod.class);
        }
        return switch (settings.choice("payload", Level.class)) {
            case PLAINTEXT -> EnumSet.of(CryptoMethod.PLAINTEXT);
            case RC4 -> EnumSet.of(CryptoMethod.RC4);
            case BOTH -> EnumSet.allOf(CryptoMethod.class);
        };
    }
}
