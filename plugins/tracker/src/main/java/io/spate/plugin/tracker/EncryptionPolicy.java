package io.spate.plugin.tracker;

/** What peers may expect of us; the names are those of the setting {@code spate.plugins.encryption.policy}. */
enum EncryptionPolicy {
    DISABLED,
    ALLOWED,
    PREFERRED,
    FORCED
}
