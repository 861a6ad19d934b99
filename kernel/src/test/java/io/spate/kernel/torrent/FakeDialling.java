package io.spate.kernel.torrent;

import io.netty.buffer.Unpooled;
import io.spate.api.net.PeerLink;
import io.spate.kernel.peer.Dialled;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.wire.Handshake;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Dials by so many ways, each the same. */
final class FakeDialling implements Dialling {
    private final Supplier<Future<PeerLink>> link;
    private final List<String> failures = new ArrayList<>();
    private int left;

    FakeDialling(int ways, Supplier<Future<PeerLink>> link) {
        this.left = ways;
        this.link = link;
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public Future<Dialled> next(Handshake ours) {
        left--;
        return link.get()
                .onFailure(unreachable -> left = 0)
                .map(dialled -> new Dialled(dialled, Unpooled.EMPTY_BUFFER, false));
    }

    @Override
    public void onReached() {}

    @Override
    public String onFailed(String reason) {
        failures.add(reason);
        return String.join("; ", failures);
    }
}
