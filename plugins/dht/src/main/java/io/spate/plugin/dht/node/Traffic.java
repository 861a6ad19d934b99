package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.KrpcEncoder;
import io.spate.plugin.dht.krpc.KrpcMessage;
import io.spate.plugin.dht.routing.AddressRules;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What comes and goes at one node, and whose queries it can afford to answer. For one thread. */
final class Traffic {
    private final NodeSettings settings;
    private final NodeEvents events;
    private final FloodGuard guard;
    private final ByteBudget upload;
    private final ByteBudget download;
    private List<Datagram> outgoing = new ArrayList<>();
    private long bytesIn;
    private long bytesOut;
    private long dropped;

    Traffic(NodeSettings settings, NodeEvents events, long now) {
        this.settings = settings;
        this.events = events;
        this.guard = new FloodGuard(settings.sourceRate(), settings.blockTimeout());
        this.upload = new ByteBudget(settings.uploadRate(), now);
        this.download = new ByteBudget(settings.downloadRate(), now);
    }

    void onReceived(int bytes) {
        bytesIn += bytes;
    }

    void onDropped() {
        dropped++;
    }

    /** Whether a query is answered, if it is one. */
    boolean admits(int bytes, InetSocketAddress from, long now) {
        FloodGuard.Verdict verdict = guard.check(from, now);
        if (verdict == FloodGuard.Verdict.BLOCKED_NOW) {
            events.onBlocked(from.getAddress(), settings.blockTimeout());
        }
        boolean admitted = verdict == FloodGuard.Verdict.ADMITTED
                && AddressRules.isPossible(from)
                && !settings.readOnly()
                && download.hasLeft(now)
                && upload.hasLeft(now);
        if (admitted) {
            download.spend(bytes);
        }
        return admitted;
    }

    void send(KrpcMessage message, InetSocketAddress to) {
        byte[] bytes = KrpcEncoder.encode(message);
        bytesOut += bytes.length;
        upload.spend(bytes.length);
        outgoing.add(new Datagram(to, bytes));
    }

    /** What is to be sent, in order; forgotten by this call. */
    List<Datagram> takeOutgoing() {
        List<Datagram> taken = outgoing;
        outgoing = new ArrayList<>();
        return taken;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    long dropped() {
        return dropped;
    }
}
