/** KRPC, the messages of the DHT: what they say, and how they are read and written (BEP 5, 32, 33, 42, 43, 44, 51). Pure. */
package io.spate.plugin.dht.krpc;
