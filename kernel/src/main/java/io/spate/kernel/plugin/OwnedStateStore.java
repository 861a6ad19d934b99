package io.spate.kernel.plugin;

import io.spate.api.InfoHash;
import io.spate.api.plugin.StateStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The values of one plugin, with the bounds that the API names; closed when it stops. */
final class OwnedStateStore implements StateStore {
    private static final int MAX_VALUE = 1 << 20;
    private static final Pattern KEY = Pattern.compile("[a-z0-9.-]{1,64}");

    private final StateStore store;
    private final Pending pending;

    OwnedStateStore(StateStore store, Pending pending) {
        this.store = store;
        this.pending = pending;
    }

    @Override
    public Future<Optional<byte[]>> load(String key) {
        checkKey(key);
        return unlessStopped("an answer of StateStore.load", () -> store.load(key));
    }

    @Override
    public Future<Void> save(String key, byte[] value) {
        checkKey(key);
        checkValue(value);
        return unlessStopped("an answer of StateStore.save", () -> store.save(key, value));
    }

    @Override
    public Future<Optional<byte[]>> load(InfoHash torrent, String key) {
        checkKey(key);
        return unlessStopped("an answer of StateStore.load", () -> store.load(torrent, key));
    }

    @Override
    public Future<Void> save(InfoHash torrent, String key, byte[] value) {
        checkKey(key);
        checkValue(value);
        return unlessStopped("an answer of StateStore.save", () -> store.save(torrent, key, value));
    }

    private <T> Future<T> unlessStopped(String doing, Supplier<Future<T>> call) {
        return pending.isClosed() ? Future.failedFuture(pending.stopped()) : pending.of(doing, call.get());
    }

    private static void checkKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key: " + key + " (expected: 1..64 characters a-z 0-9 . -)");
        }
    }

    private static void checkValue(byte[] value) {
        if (value.length > MAX_VALUE) {
            throw new IllegalArgumentException("value: " + value.length + " bytes (expected: 0.." + MAX_VALUE + ")");
        }
    }
}
