package org.example.blocklist;

import io.spate.api.PeerAddress;
import io.spate.api.net.ConnectionGate;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Refuses peers whose addresses the settings name. */
@Extension
public final class BlockList implements ConnectionGate {
    private final List<AddressRange> ranges;

    @Inject
    BlockList(BlockListSettings settings) {
        this.ranges = settings.ranges();
    }

    @Override
    public String name() {
        return "block-list";
    }

    /** Called on every loop, for both directions. */
    @Override
    public Optional<String> refuses(PeerAddress peer, boolean incoming) {
        return peer.socketAddress().map(InetSocketAddress::getAddress).flatMap(address -> ranges.stream()
                .filter(range -> range.contains(address))
                .findFirst()
                .map(range -> "block list: " + range));
    }
}
