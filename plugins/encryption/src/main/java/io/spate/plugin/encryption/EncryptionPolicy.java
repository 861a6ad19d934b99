package io.spate.plugin.encryption;

/** Which links of one direction are encrypted. */
enum EncryptionPolicy {
    /** None. */
    DISABLED,
    /** Those that the other end wants encrypted, or that do not come about otherwise. */
    ALLOWED,
    /** Those that the other end does not refuse to have encrypted. */
    PREFERRED,
    /** All. */
    FORCED;

    /** Whether we would rather have an encrypted link than a plain one. */
    boolean prefersEncryption() {
        return this == PREFERRED || this == FORCED;
    }
}
