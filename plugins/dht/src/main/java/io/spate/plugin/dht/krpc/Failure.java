package io.spate.plugin.dht.krpc;

/**
 * The answer of a node that will not do what it was asked for.
 *
 * @param code as in {@link ErrorCode}, or any other number
 */
public record Failure(byte[] transaction, int code, String reason) implements KrpcMessage {
    public Failure(byte[] transaction, ErrorCode code, String reason) {
        this(transaction, code.number(), reason);
    }
}
