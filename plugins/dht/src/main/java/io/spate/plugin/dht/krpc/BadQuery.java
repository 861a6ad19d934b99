package io.spate.plugin.dht.krpc;

/** A query that cannot be understood, but can be answered with an error. */
public record BadQuery(byte[] transaction, ErrorCode code, String reason) implements KrpcMessage {}
