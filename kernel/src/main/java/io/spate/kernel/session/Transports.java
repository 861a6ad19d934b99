package io.spate.kernel.session;

import io.spate.api.ErrorCode;
import io.spate.api.Loop;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.net.ConnectionGate;
import io.spate.api.net.DialRequest;
import io.spate.api.net.Network;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerTrait;
import io.spate.api.session.TorrentView;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.net.SourceAddresses;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.upgrade.Upgrades;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ways to reach peers: those of the settings that are loaded, in their order; each is tried when the one before failed. */
final class Transports implements PeerDialer {
    /** By which peer exchange tells of peers that speak it. */
    private static final String UTP = "utp";

    /** How much longer than it was told a transport may take to say that nobody answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<String> names;
    private final Extensions extensions;
    private final SourceAddresses sources;
    private final Network network;
    private final Upgrades upgrades;
    private final Duration handshakeTimeout;

    /**
     * @param names of transports, in order of preference
     * @param sources addresses of ours that links are dialled from
     * @param handshakeTimeout for the upgrade of a link
     */
    Transports(
            List<String> names,
            Extensions extensions,
            SourceAddresses sources,
            Network network,
            Upgrades upgrades,
            Duration handshakeTimeout) {
        this.names = names;
        this.extensions = extensions;
        this.sources = sources;
        this.network = network;
        this.upgrades = upgrades;
        this.handshakeTimeout = handshakeTimeout;
    }

    /** Those that are loaded, in order of preference. */
    List<Registered<PeerTransport>> loaded() {
        return loaded(names, extensions);
    }

    static List<Registered<PeerTransport>> loaded(List<String> names, Extensions extensions) {
        return names.stream()
                .flatMap(name -> extensions.of(PeerTransport.class).stream()
                        .filter(transport -> nameOf(transport).equals(name))
                        .limit(1))
                .toList();
    }

    static String nameOf(Registered<PeerTransport> transport) {
        return transport.call("PeerTransport.name", PeerTransport::name, "");
    }

    @Override
    public Dialling dial(TorrentView torrent, FoundPeer peer, Optional<String> only, Loop loop, Duration timeout) {
        PeerAddress address = peer.address();
        DialRequest request =
                new DialRequest(torrent, address, loop, sources.of(address.isIpv6()), timeout, peer.traits());
        return new PlannedDialling(each -> connect(each, only), request, upgrades.plan(request), handshakeTimeout);
    }

    /**
     * Opens a link by the first transport that can; one that the peer is said to speak comes before the others. Called on the
     * loop of the request, where the future completes.
     */
    private Future<PeerLink> connect(DialRequest request, Optional<String> only) {
        PeerAddress address = request.address();
        if (upgrades.refusal().isPresent()) {
            return Future.failedFuture(upgrades.refusal().get());
        }
        if (!sources.allows(address.isIpv6())) {
            return Future.failedFuture(new SpateException(
                    ErrorCode.UNREACHABLE, "spate.network.outgoing-address has none of the family of " + address));
        }
        Future<PeerLink> attempt = Future.failedFuture(new SpateException(
                ErrorCode.UNREACHABLE,
                "no transport of " + only.map(List::of).orElse(names) + " can reach " + address));
        for (Registered<PeerTransport> transport : inOrderFor(request)) {
            if (only.filter(name -> !name.equals(nameOf(transport))).isEmpty()
                    && transport.call("PeerTransport.canDial", each -> each.canDial(address), false)) {
                attempt = attempt.recover(failed -> dial(transport, request));
            }
        }
        return attempt;
    }

    /** Completes in time and on the loop of the request, whatever the plugin does. A link that comes later is closed. */
    private static Future<PeerLink> dial(Registered<PeerTransport> transport, DialRequest request) {
        Promise<PeerLink> dialled = Promise.promise();
        Loop.Timer late = request.loop()
                .schedule(request.timeout().plus(PATIENCE), () -> dialled.tryFail(transport + " does not answer"));
        transport
                .call(
                        "PeerTransport.dial",
                        each -> each.dial(request),
                        Future.<PeerLink>failedFuture("transport failed: " + transport))
                .onComplete(result -> onLoop(request.loop(), () -> {
                    late.cancel();
                    if (result.failed()) {
                        dialled.tryFail(result.cause());
                    } else if (!dialled.tryComplete(result.result())) {
                        result.result().close();
                    }
                }));
        return dialled.future();
    }

    private static void onLoop(Loop loop, Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    private List<Registered<PeerTransport>> inOrderFor(DialRequest request) {
        List<Registered<PeerTransport>> order = new ArrayList<>(loaded());
        if (request.traits().contains(PeerTrait.UTP)) {
            order.sort(Comparator.comparing(transport -> !nameOf(transport).equals(UTP))); // stable
        }
        return order;
    }

    @Override
    public Future<List<PeerAddress>> resolve(PeerAddress host) {
        return network.resolve(host.host()).map(addresses -> addresses.stream()
                .map(address -> PeerAddress.ip(address, host.port()))
                .toList());
    }

    @Override
    public Optional<String> refusal() {
        return upgrades.refusal();
    }

    @Override
    public Optional<String> refusal(PeerAddress address, boolean incoming) {
        return refusal().or(() -> refusalOfGates(address, incoming));
    }

    private Optional<String> refusalOfGates(PeerAddress address, boolean incoming) {
        for (Registered<ConnectionGate> gate : extensions.of(ConnectionGate.class)) {
            Optional<String> reason = gate.call(
                    "ConnectionGate.refuses", each -> each.refuses(address, incoming), Optional.<String>empty());
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }
}
