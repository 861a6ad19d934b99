package io.spate.kernel.upgrade;

import io.spate.api.net.DialWay;
import java.util.List;
import java.util.Optional;

/**
 * How a peer is dialled.
 *
 * @param ways one or more, in their order
 * @param upgrade whose plan it is; there if one of the ways needs it
 * @param refusal why none of the ways may be gone; usually none
 */
public record DialPlan(List<DialWay> ways, Optional<LoadedUpgrade> upgrade, Optional<String> refusal) {
    static final DialPlan PLAIN = new DialPlan(List.of(DialWay.PLAIN), Optional.empty(), Optional.empty());

    static DialPlan refused(String reason) {
        return new DialPlan(List.of(DialWay.PLAIN), Optional.empty(), Optional.of(reason));
    }

    public DialPlan {
        ways = List.copyOf(ways);
    }
}
