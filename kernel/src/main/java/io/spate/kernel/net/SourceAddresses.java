package io.spate.kernel.net;

import io.spate.api.PeerAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of ours that connections are made from.
 *
 * @param addresses at most one a family
 * @param binding whether nothing else will do: to hosts of a family that has none, no connection is made. Otherwise the system
 *     chooses there
 */
public record SourceAddresses(List<InetAddress> addresses, boolean binding) {
    /** As the system chooses. */
    public static final SourceAddresses ANY = new SourceAddresses(List.of(), false);

    public SourceAddresses {
        addresses = List.copyOf(addresses);
        if (addresses.stream().filter(PeerAddress::isIpv6).count() > 1
                || addresses.stream().filter(each -> !PeerAddress.isIpv6(each)).count() > 1) {
            throw new IllegalArgumentException("source addresses: " + addresses + " (expected: one a family)");
        }
    }

    /** @param v6 the family of the host that is connected to */
    public Optional<InetAddress> of(boolean v6) {
        return addresses.stream()
                .filter(address -> PeerAddress.isIpv6(address) == v6)
                .findFirst();
    }

    /** Whether hosts of the family may be connected to. */
    public boolean allows(boolean v6) {
        return !binding || of(v6).isPresent();
    }
}
