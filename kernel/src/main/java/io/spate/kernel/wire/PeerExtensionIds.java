package io.spate.kernel.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The ids by which a peer wants to get extended messages, as its handshakes told (BEP 10). Confined to one thread. */
public final class PeerExtensionIds {
    /** There are no more ids to tell apart; what a peer names beyond is dropped. */
    private static final int MAX_NAMES = 255;

    private final Map<String, Integer> ids = new HashMap<>();

    /** Takes what a handshake changes: names that it does not mention stay, those with id 0 go. */
    public void update(Map<String, Integer> messages) {
        messages.forEach((name, id) -> {
            if (id == 0) {
                ids.remove(name);
            } else if (ids.size() < MAX_NAMES || ids.containsKey(name)) {
                ids.put(name, id);
            }
        });
    }

    /** The id, 1..255, for messages of this name to the peer; empty if it does not want them. */
    public OptionalInt id(String name) {
        Integer id = ids.get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
