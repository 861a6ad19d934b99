package io.spate.plugin.dht.routing;

/**
 * How a routing table is kept.
 *
 * @param restrictIps one node an address in the table, one a subnet in a bucket; loopback is exempt
 * @param extended whether the buckets that are far from us hold more than {@link RoutingTable#K}
 * @param maxFailures in a row until a node is dropped though nobody waits for its place
 */
public record TableRules(boolean restrictIps, boolean extended, int maxFailures) {
    public TableRules {
        if (maxFailures < 1) {
            throw new IllegalArgumentException("max failures: " + maxFailures + " (expected: 1 or more)");
        }
    }
}
