/** Whom a node knows: routing tables, and what addresses tell of their nodes (BEP 5, 42). Pure. */
package io.spate.plugin.dht.routing;
