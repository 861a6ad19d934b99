package io.spate.plugin.dht.krpc;

/** A message of the DHT. Arrays in messages are not copied: whoever gets one leaves them as they are. */
public sealed interface KrpcMessage permits Query, Reply, Failure, BadQuery {
    /** By which the answer to a query finds back: 1..20 bytes that only the asker understands. */
    byte[] transaction();
}
