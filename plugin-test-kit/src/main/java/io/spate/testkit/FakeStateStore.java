package io.spate.testkit;

import io.spate.api.InfoHash;
import io.spate.api.plugin.StateStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A state store in memory, with the bounds of the real one. Safe from any thread. */
public final class FakeStateStore implements StateStore {
    private static final int MAX_VALUE = 1 << 20;

    private final Map<String, byte[]> values = new ConcurrentHashMap<>();

    @Override
    public Future<Optional<byte[]>> load(String key) {
        return Future.succeededFuture(
                Optional.ofNullable(values.get(checked(key))).map(byte[]::clone));
    }

    @Override
    public Future<Void> save(String key, byte[] value) {
        return put(checked(key), value);
    }

    @Override
    public Future<Optional<byte[]>> load(InfoHash torrent, String key) {
        return Future.succeededFuture(
                Optional.ofNullable(values.get(torrent + "/" + checked(key))).map(byte[]::clone));
    }

    @Override
    public Future<Void> save(InfoHash torrent, String key, byte[] value) {
        return put(torrent + "/" + checked(key), value);
    }

    private Future<Void> put(String key, byte[] value) {
        if (value.length > MAX_VALUE) {
            throw new IllegalArgumentException("value: " + value.length + " bytes (expected: 0.." + MAX_VALUE + ")");
        }
        values.put(key, value.clone());
        return Future.succeededFuture();
    }

    private static String checked(String key) {
        if (!key.matches("[a-z0-9.-]{1,64}")) {
            throw new IllegalArgumentException("key: " + key + " (expected: 1..64 characters a-z 0-9 . -)");
        }
        return key;
    }
}
