package io.spate.kernel.peer;

import io.spate.api.Loop;
import io.spate.api.net.PeerLink;
import io.spate.kernel.rate.RateLimit;
import java.time.Duration;

/** Books what is read from a peer with the download limit, and stops reading while the account is overdrawn. */
final class LimitedReading {
    private final PeerLink link;
    private final Loop loop;
    private final RateLimit limit;
    private boolean closed;

    LimitedReading(PeerLink link, Loop loop, RateLimit limit) {
        this.link = link;
        this.loop = loop;
        this.limit = limit;
    }

    void onRead(int bytes) {
        if (limit.isUnlimited()) {
            return;
        }
        long now = loop.nanoTime();
        limit.spent(bytes, now);
        long delay = limit.delayNanos(now);
        if (delay > 0) {
            link.reading(false);
            loop.schedule(Duration.ofNanos(delay), () -> {
                if (!closed) {
                    link.reading(true);
                }
            });
        }
    }

    void close() {
        closed = true;
    }
}
