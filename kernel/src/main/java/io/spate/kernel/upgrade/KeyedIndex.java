package io.spate.kernel.upgrade;

import io.spate.api.InfoHash;
import io.spate.api.net.TorrentIndex;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The info-hashes of torrents by the keys of one upgrade. Looked up by any thread; changed by one at a time. */
final class KeyedIndex implements TorrentIndex {
    private final Map<ByteBuffer, InfoHash> byKey = new ConcurrentHashMap<>();
    private final Map<InfoHash, ByteBuffer> keys = new HashMap<>();

    void add(InfoHash hash, byte[] key) {
        ByteBuffer kept = ByteBuffer.wrap(key.clone());
        keys.put(hash, kept);
        byKey.put(kept, hash);
    }

    void remove(InfoHash hash) {
        ByteBuffer key = keys.remove(hash);
        if (key != null) {
            byKey.remove(key, hash);
        }
    }

    @Override
    public Optional<InfoHash> find(byte[] key) {
        return Optional.ofNullable(byKey.get(ByteBuffer.wrap(key)));
    }
}
