package io.spate.kernel.session;

import java.net.InetSocketAddress;
import java.util.List;

/** Where peers are accepted, or were until the session began to stop; ports filled in. Safe for threads. */
public final class ListenAddresses {
    private volatile List<InetSocketAddress> now = List.of();

    public List<InetSocketAddress> now() {
        return now;
    }

    void set(List<InetSocketAddress> open) {
        now = List.copyOf(open);
    }
}
