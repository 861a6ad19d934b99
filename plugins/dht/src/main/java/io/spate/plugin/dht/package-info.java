/**
 * The DHT. {@code krpc}, {@code routing}, {@code lookup}, {@code store} and {@code node} do no I/O and know no clock; this package
 * is where the host comes in: {@code DhtNodes} runs a node at each UDP socket, and the extensions use them.
 */
package io.spate.plugin.dht;
