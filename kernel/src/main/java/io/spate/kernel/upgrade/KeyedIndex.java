package io.spate.kernel.upgrade;

import io.spate.api.InfoHash;
import io.spate.api.net.TorrentIndex;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The info-hashes of torrents by the keys of one upgrade. It is asked for the keys of those that came at the next look-up:
 * torrents and plugins come under locks, where no plugin is called. Safe for threads.
 */
final class KeyedIndex implements TorrentIndex {
    private final Function<InfoHash, Optional<byte[]>> keyOf;
    private final Map<ByteBuffer, InfoHash> byKey = new ConcurrentHashMap<>();
    /** Those whose keys are not known yet. */
    private final Set<InfoHash> fresh = ConcurrentHashMap.newKeySet();

    /** Guarded by this. */
    private final Map<InfoHash, ByteBuffer> keys = new HashMap<>();

    /** @param keyOf asks the upgrade; a hash without a key is not found */
    KeyedIndex(Function<InfoHash, Optional<byte[]>> keyOf) {
        this.keyOf = keyOf;
    }

    void add(InfoHash hash) {
        fresh.add(hash);
    }

    synchronized void remove(InfoHash hash) {
        fresh.remove(hash);
        ByteBuffer key = keys.remove(hash);
        if (key != null) {
            byKey.remove(key, hash);
        }
    }

    @Override
    public Optional<InfoHash> find(byte[] key) {
        fresh.forEach(hash -> keep(hash, keyOf.apply(hash)));
        return Optional.ofNullable(byKey.get(ByteBuffer.wrap(key)));
    }

    /** Unless the torrent went meanwhile, or another thread was faster. */
    private synchronized void keep(InfoHash hash, Optional<byte[]> key) {
        if (!fresh.contains(hash)) {
            return;
        }
        key.map(bytes -> ByteBuffer.wrap(bytes.clone())).ifPresent(kept -> {
            keys.put(hash, kept);
            byKey.put(kept, hash);
        });
        fresh.remove(hash); // at last: who finds nothing fresh finds all the keys
    }
}
