package io.spate.plugin.dht.lookup;

/**
 * How lookups go.
 *
 * @param alpha how many nodes are asked at once; more while some are slow
 * @param restrictIps one node a subnet; loopback is exempt
 * @param enforceIds nodes with an id that their address may not have are asked, but neither counted nor stored at (BEP 42)
 */
public record LookupRules(int alpha, boolean restrictIps, boolean enforceIds) {
    public LookupRules {
        if (alpha < 1 || alpha > 32) {
            throw new IllegalArgumentException("alpha: " + alpha + " (expected: 1..32)");
        }
    }
}
