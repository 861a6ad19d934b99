package io.spate.simulation;

import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.net.DialRequest;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The lines between the hosts of a simulation: each with a latency, each host with an uplink of limited rate. */
final class SimulatedInternet {
    private static final int EPHEMERAL = 40_000;

    private final VirtualTime time;
    private final Duration latency;
    private final long bytesPerSecond;
    private final Map<PeerAddress, Accepting> listening = new HashMap<>();
    private int ports = EPHEMERAL;

    SimulatedInternet(VirtualTime time, Duration latency, long bytesPerSecond) {
        this.time = time;
        this.latency = latency;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** A host's way to the others, in the place of TCP. */
    PeerTransport transportOf(String host, Loop loop) {
        return new Transport(host, loop, new Uplink(time, bytesPerSecond));
    }

    private record Accepting(Loop loop, Uplink uplink, Consumer<PeerLink> accepted) {}

    private final class Transport implements PeerTransport {
        private final String host;
        private final Loop loop;
        private final Uplink uplink;

        private Transport(String host, Loop loop, Uplink uplink) {
            this.host = host;
            this.loop = loop;
            this.uplink = uplink;
        }

        @Override
        public String name() {
            return "tcp";
        }

        @Override
        public boolean canDial(PeerAddress address) {
            return address.scheme().equals(PeerAddress.IP);
        }

        @Override
        public Future<InetSocketAddress> listen(InetSocketAddress address, Consumer<PeerLink> accepted) {
            listening.put(PeerAddress.of(address), new Accepting(loop, uplink, accepted));
            return Future.succeededFuture(address);
        }

        @Override
        public Future<PeerLink> dial(DialRequest request) {
            Promise<PeerLink> dialled = Promise.promise();
            Accepting target = listening.get(request.address());
            if (target == null) {
                request.loop()
                        .schedule(
                                latency.multipliedBy(2),
                                () -> dialled.fail(new SpateException(ErrorCode.UNREACHABLE, "connection refused")));
                return dialled.future();
            }
            PeerAddress from = new PeerAddress(PeerAddress.IP, host, ports++);
            MemoryLink ours = new MemoryLink(request.loop(), request.address(), from, false, uplink, latency);
            MemoryLink theirs = new MemoryLink(target.loop, from, request.address(), true, target.uplink, latency);
            ours.join(theirs);
            target.loop.schedule(latency, () -> target.accepted.accept(theirs));
            request.loop().schedule(latency.multipliedBy(2), () -> dialled.complete(ours));
            return dialled.future();
        }

        @Override
        public Future<Void> stopListening() {
            listening.values().removeIf(accepting -> accepting.uplink == uplink);
            return Future.succeededFuture();
        }
    }
}
