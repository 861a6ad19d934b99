package io.spate.plugin.dht.simulation;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.KrpcDecoder;
import io.spate.plugin.dht.krpc.KrpcEncoder;
import io.spate.plugin.dht.krpc.KrpcMessage;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Query;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.node.Datagram;
import io.spate.plugin.dht.routing.BoundIds;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A node that does harm. They are of four kinds in turn: one takes what it is given and says nothing; one claims to be next to
 * whatever is asked for, and names others of its kind as still closer; one obeys BEP 42, knows only its own kind, and keeps nothing;
 * one answers with garbage. All make themselves known to honest nodes.
 */
final class Hostile implements SimulatedDht.Host {
    private final InetSocketAddress address;
    private final NodeId id;
    private final int kind;
    private final List<Hostile> gang;
    private final Random random;

    private Hostile(InetSocketAddress address, int kind, List<Hostile> gang, Random random) {
        this.address = address;
        this.id = BoundIds.create(address.getAddress(), random);
        this.kind = kind;
        this.gang = gang;
        this.random = random;
    }

    static Hostile join(SimulatedDht network, List<Hostile> gang) {
        Hostile added = new Hostile(network.newAddress(), gang.size() % 4, gang, network.random());
        gang.add(added);
        network.add(added.address, added);
        return added;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Asks an honest node, so that it is heard of. */
    Datagram introduction(InetSocketAddress to) {
        byte[] transaction = {(byte) random.nextInt(256), (byte) random.nextInt(256)};
        return new Datagram(
                to, KrpcEncoder.encode(new Query(transaction, id, new Arguments.FindNode(id, Want.UNSAID), false)));
    }

    @Override
    public Collection<Datagram> onDatagram(byte[] bytes, InetSocketAddress from) {
        Optional<KrpcMessage> message = KrpcDecoder.decode(bytes);
        if (message.isEmpty() || !(message.get() instanceof Query query) || kind == 0) {
            return List.of();
        }
        return List.of(new Datagram(from, kind == 3 ? garbage() : KrpcEncoder.encode(lie(query, from))));
    }

    private Reply lie(Query query, InetSocketAddress from) {
        NodeId target = query.arguments() instanceof Arguments.Targeted targeted ? targeted.target() : query.id();
        Reply.Builder reply = Reply.to(query.transaction(), claimed(target)).seenAs(Optional.of(from));
        if (query.arguments() instanceof Arguments.Targeted) {
            List<NodeInfo> named = random.ints(8, 0, gang.size())
                    .mapToObj(gang::get)
                    .map(each -> new NodeInfo(each.claimed(target), each.address))
                    .toList();
            reply.nodes(Map.of(Family.IPV4, named)).token(Optional.of(new byte[4]));
        }
        return reply.build();
    }

    /** The same for a target, so that it answers as whom others name it. */
    private NodeId claimed(NodeId target) {
        return kind == 1 ? target.randomSharing(130, new Random(id.hashCode())) : id;
    }

    private byte[] garbage() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            bytes[0] = 'd';
        }
        return bytes;
    }
}
