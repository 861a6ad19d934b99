/** One node of the DHT at one address: what it asks, what it answers, how it keeps its place. Pure: datagrams in and out. */
package io.spate.plugin.dht.node;
