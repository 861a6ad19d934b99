package io.spate.api.plugin;

import io.spate.api.InfoHash;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Keeps small values of a plugin over restarts, crash-safe: a value is the old one or the new one, never a mixture. Values
 * of a torrent are removed with its saved state. At most 1 MiB a value; keys of 1..64 characters {@code a-z 0-9 . -}.
 * Safe from any thread; futures complete on any thread.
 */
public interface StateStore {
    Future<Optional<byte[]>> load(String key);

    Future<Void> save(String key, byte[] value);

    Future<Optional<byte[]>> load(InfoHash torrent, String key);

    Future<Void> save(InfoHash torrent, String key, byte[] value);
}
