/** What a node keeps for others: peers, items, and the tokens by which they may leave them (BEP 5, 33, 44, 51). Pure. */
package io.spate.plugin.dht.store;
