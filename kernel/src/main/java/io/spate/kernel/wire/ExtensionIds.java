package io.spate.kernel.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The ids by which peers send us extended messages: chosen by us, told in {@code m} of our extended handshake (BEP 10).
 * Confined to one thread.
 */
public final class ExtensionIds {
    private static final int IDS = 256;

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final String[] names = new String[IDS];
    private int last;

    /** @return the name's id, 1..255, the same as long as it is not released; empty if all ids are taken */
    public OptionalInt claim(String name) {
        Integer claimed = ids.get(name);
        if (claimed != null) {
            return OptionalInt.of(claimed);
        }
        if (ids.size() == IDS - 1) {
            return OptionalInt.empty();
        }
        advance();
        names[last] = name;
        ids.put(name, last);
        return OptionalInt.of(last);
    }

    /**
     * Forgets the name; the peers are to be told with id 0. Its id is the last to be used again, since messages may be under
     * way.
     */
    public void release(String name) {
        Integer id = ids.remove(name);
        if (id != null) {
            names[id] = null;
        }
    }

    /** What a message of this id is; empty for one that was not announced, which is to be ignored. */
    public Optional<String> name(int id) {
        return id > 0 && id < IDS ? Optional.ofNullable(names[id]) : Optional.empty();
    }

    /** For {@code m} of our handshake. A view. */
    public Map<String, Integer> ids() {
        return Collections.unmodifiableMap(ids);
    }

    private void advance() {
        do {
            last = last == IDS - 1 ? 1 : last + 1;
        } while (names[last] != null);
    }
}
