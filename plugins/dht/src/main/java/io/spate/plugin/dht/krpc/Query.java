package io.spate.plugin.dht.krpc;

/**
 * A question.
 *
 * @param id of the asker
 * @param readOnly whether the asker does not answer queries, and shall not be put into routing tables (BEP 43)
 */
public record Query(byte[] transaction, NodeId id, Arguments arguments, boolean readOnly) implements KrpcMessage {}
