/** Searches over the network, node by node closer to a target, and what they bring home (BEP 5, 33, 44). Pure. */
package io.spate.plugin.dht.lookup;
