package io.spate.kernel.session;

import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.Alerts;
import io.spate.api.alert.ListenFailed;
import io.spate.api.alert.Listening;
import io.spate.api.net.PeerLink;
import io.spate.api.net.PeerTransport;
import io.spate.kernel.extension.Registered;
import io.spate.kernel.net.TcpTransport;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens the listen addresses of the settings: TCP, then the UDP socket at the port that TCP got, then every other transport
 * there. Without TCP the UDP socket decides the port.
 */
final class Listeners {
    private final Transports transports;
    private final SessionSockets sockets;
    private final Alerts alerts;
    private final Clock clock;
    private final Consumer<PeerLink> accepted;
    private final ListenAddresses open;

    Listeners(
            Transports transports,
            SessionSockets sockets,
            Alerts alerts,
            Clock clock,
            Consumer<PeerLink> accepted,
            ListenAddresses open) {
        this.transports = transports;
        this.sockets = sockets;
        this.alerts = alerts;
        this.clock = clock;
        this.accepted = accepted;
        this.open = open;
    }

    /**
     * Fails with {@code LISTEN_FAILED} if an address cannot be had. On systems where the IPv6 wildcard takes IPv4, too, the
     * IPv4 wildcard of the same port needs no socket of its own.
     */
    Future<Void> open(List<InetSocketAddress> wanted) {
        List<InetSocketAddress> order = new ArrayList<>(wanted);
        order.sort(Comparator.comparing(address -> !PeerAddress.isIpv6(address.getAddress())));
        Future<Void> opening = Future.succeededFuture();
        for (InetSocketAddress address : order) {
            opening = opening.compose(before -> open(address, order));
        }
        return opening;
    }

    /** No more links are accepted. Where they were stays known, as trackers are told once more; see {@link #forget}. */
    Future<Void> close() {
        List<Future<Void>> closing = transports.loaded().stream()
                .map(transport -> transport.call(
                        "PeerTransport.stopListening", PeerTransport::stopListening, Future.<Void>succeededFuture()))
                .toList();
        return Future.join(closing).<Void>mapEmpty().otherwiseEmpty();
    }

    /** From now on we accept peers nowhere, as far as anybody is told. */
    void forget() {
        open.set(List.of());
    }

    private Future<Void> open(InetSocketAddress address, List<InetSocketAddress> wanted) {
        List<Registered<PeerTransport>> all = transports.loaded();
        List<Registered<PeerTransport>> others = all.stream()
                .filter(transport -> !Transports.nameOf(transport).equals(TcpTransport.NAME))
                .toList();
        Future<InetSocketAddress> opening = all.stream()
                .filter(transport -> !others.contains(transport))
                .findFirst()
                .map(tcp -> withTcp(tcp, others, address))
                .orElseGet(() -> withoutTcp(others, address));
        return opening.<Void>map(this::add)
                .recover(failure -> isCovered(address) || isOptional(address, wanted) || all.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    /** Peers can be reached by TCP alone: what the others cannot have is told of, and that is all. */
    private Future<InetSocketAddress> withTcp(
            Registered<PeerTransport> tcp, List<Registered<PeerTransport>> others, InetSocketAddress address) {
        return listen(tcp, address).compose(bound -> sockets.open(bound)
                .transform(udp -> Future.join(
                        others.stream().map(each -> listen(each, bound)).toList()))
                .transform(listening -> Future.succeededFuture(bound)));
    }

    /** The first that can have the address says what its port is; it fails if none can. */
    private Future<InetSocketAddress> withoutTcp(List<Registered<PeerTransport>> others, InetSocketAddress address) {
        return sockets.open(address).otherwise(address).compose(bound -> {
            List<Future<InetSocketAddress>> listening =
                    others.stream().map(each -> listen(each, bound)).toList();
            return Future.join(listening).transform(done -> listening.stream()
                    .filter(Future::succeeded)
                    .findFirst()
                    .or(() -> listening.stream().findFirst())
                    .orElseGet(() -> Future.failedFuture("no transport is loaded")));
        });
    }

    private Void add(InetSocketAddress bound) {
        List<InetSocketAddress> more = new ArrayList<>(open.now());
        more.add(bound);
        open.set(more);
        return null;
    }

    private Future<InetSocketAddress> listen(Registered<PeerTransport> transport, InetSocketAddress address) {
        String name = Transports.nameOf(transport);
        return transport
                .call(
                        "PeerTransport.listen",
                        each -> each.listen(address, accepted),
                        Future.<InetSocketAddress>failedFuture("transport failed: " + transport))
                .onSuccess(bound -> post(AlertCategory.STATUS, now -> new Listening(now, shown(bound), name)))
                .recover(failure -> Future.failedFuture(failed(address, name, failure)));
    }

    private SpateException failed(InetSocketAddress address, String transport, Throwable cause) {
        if (!isCovered(address)) {
            post(AlertCategory.ERROR, now -> new ListenFailed(now, shown(address), transport, cause.getMessage()));
        }
        return new SpateException(
                ErrorCode.LISTEN_FAILED, "cannot listen on " + shown(address) + ": " + cause.getMessage(), cause);
    }

    /** A wildcard of the other family holds the port already. */
    private boolean isCovered(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                && open.now().stream()
                        .anyMatch(each -> each.getAddress().isAnyLocalAddress() && each.getPort() == address.getPort());
    }

    /** Without IPv6 on the machine its wildcard cannot be had, and the IPv4 wildcard beside it does. */
    private static boolean isOptional(InetSocketAddress address, List<InetSocketAddress> wanted) {
        return address.getAddress().isAnyLocalAddress()
                && PeerAddress.isIpv6(address.getAddress())
                && wanted.stream()
                        .anyMatch(each -> each.getAddress().isAnyLocalAddress()
                                && !PeerAddress.isIpv6(each.getAddress())
                                && each.getPort() == address.getPort());
    }

    private void post(AlertCategory category, Function<Instant, Alert> alert) {
        if (alerts.wants(category)) {
            alerts.post(alert.apply(clock.instant()));
        }
    }

    private static String shown(InetSocketAddress address) {
        return PeerAddress.of(address).toString();
    }
}
