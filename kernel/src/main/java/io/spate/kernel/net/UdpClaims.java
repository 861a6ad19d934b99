package io.spate.kernel.net;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.DatagramService.Claim;
import io.spate.api.net.DatagramService.Claimant;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who takes part in the UDP sockets, in the order in which they are asked. Safe for threads. */
final class UdpClaims {
    private volatile List<Entry> entries = List.of();

    synchronized Claim add(int order, Claimant claimant) {
        Entry entry = new Entry(order, claimant);
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        more.sort(Comparator.comparingInt(Entry::order)); // stable: of equals, the first comes first
        entries = List.copyOf(more);
        return () -> remove(entry);
    }

    /** Gives the datagram to the first that recognises it, and the buffer with it; to nobody if nobody does. */
    Optional<Claimant> give(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        for (Entry entry : entries) {
            if (entry.claimant().recognises(remote, payload)) {
                entry.claimant().onDatagram(local, remote, payload);
                return entry.found();
            }
        }
        return Optional.empty();
    }

    private synchronized void remove(Entry entry) {
        entries = entries.stream().filter(each -> each != entry).toList();
    }

    /** @param found the claimant as an answer, made once and not for each datagram */
    private record Entry(int order, Claimant claimant, Optional<Claimant> found) {
        Entry(int order, Claimant claimant) {
            this(order, claimant, Optional.of(claimant));
        }
    }
}
