package io.spate.api.dht;

import io.spate.api.InfoHash;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * How the DHT stands.
 *
 * @param families one for each address family that takes part
 * @param bytesIn of datagrams received since the start
 * @param bytesOut of datagrams sent since the start
 * @param dropped queries that were not answered since the start: over a limit, malformed, of a blocked source
 */
public record DhtStatus(List<Family> families, long bytesIn, long bytesOut, long dropped) {
    public DhtStatus {
        families = List.copyOf(families);
    }

    /**
     * One address family.
     *
     * @param id by which we take part
     * @param externalAddress as other nodes see us, once enough of them agree
     * @param nodes in the routing table that answered lately
     * @param replacements that wait for a place
     * @param torrents that peers are stored of
     * @param peers stored
     * @param items stored (BEP 44)
     * @param searches that are running
     */
    public record Family(
            boolean isIpv6,
            InfoHash id,
            Optional<InetAddress> externalAddress,
            int nodes,
            int replacements,
            int torrents,
            int peers,
            int items,
            int searches) {}
}
