package io.spate.plugin.dht.node;

import io.spate.plugin.dht.lookup.LookupRules;
import io.spate.plugin.dht.routing.TableRules;
import io.spate.plugin.dht.store.StoreLimits;
import java.time.Duration;

/**
 * How a node behaves.
 *
 * @param readOnly whether it only asks, and answers nobody (BEP 43)
 * @param maxSearches that run at once; others wait
 * @param maxWaiting searches that may wait
 * @param queryTimeout after which a node that was asked counts as failed
 * @param uploadRate bytes a second, over which queries are not answered; 0 for no limit
 * @param downloadRate bytes a second, over which queries are not looked at; 0 for no limit
 * @param sourceRate queries a second of one address, over which it is blocked
 * @param blockTimeout for how long
 */
public record NodeSettings(
        LookupRules lookup,
        TableRules table,
        StoreLimits store,
        boolean readOnly,
        int maxSearches,
        int maxWaiting,
        Duration queryTimeout,
        long uploadRate,
        long downloadRate,
        int sourceRate,
        Duration blockTimeout) {}
