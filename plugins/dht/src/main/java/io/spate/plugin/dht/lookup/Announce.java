package io.spate.plugin.dht.lookup;

/**
 * How we announce ourselves (BEP 5, 33).
 *
 * @param port where we accept peers, 0..65535
 * @param impliedPort whether the port that our datagrams come from is meant
 * @param seed whether we have everything
 */
public record Announce(int port, boolean impliedPort, boolean seed) {}
