package io.spate.kernel.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spate.api.net.DialRequest;
import io.spate.api.net.DialWay;
import io.spate.api.net.PeerLink;
import io.spate.api.net.UpgradeRequest;
import io.spate.kernel.peer.Dialled;
import io.spate.kernel.peer.Dialling;
import io.spate.kernel.upgrade.DialPlan;
import io.spate.kernel.upgrade.LoadedUpgrade;
import io.spate.kernel.wire.Handshake;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Dials a peer as an upgrade planned: every way by the transports of the session. Confined to the loop of the request. */
final class PlannedDialling implements Dialling {
    private final Function<DialRequest, Future<PeerLink>> transports;
    private final DialRequest request;
    private final DialPlan plan;
    private final Duration upgradeTimeout;
    private final Deque<DialWay> left;
    private final List<String> failures = new ArrayList<>();
    private DialWay way;
    private boolean connected;

    /** @param transports open a link, on the loop of the request */
    PlannedDialling(
            Function<DialRequest, Future<PeerLink>> transports,
            DialRequest request,
            DialPlan plan,
            Duration upgradeTimeout) {
        this.transports = transports;
        this.request = request;
        this.plan = plan;
        this.upgradeTimeout = upgradeTimeout;
        this.left = new ArrayDeque<>(plan.ways());
        this.way = left.peek();
    }

    @Override
    public boolean hasNext() {
        return !left.isEmpty();
    }

    @Override
    public Future<Dialled> next(Handshake ours) {
        way = left.remove();
        connected = false;
        if (plan.refusal().isPresent()) {
            return Future.failedFuture(plan.refusal().get());
        }
        return transports
                .apply(request)
                .onFailure(unreachable -> left.clear())
                .compose(link -> onConnected(link, ours));
    }

    private Future<Dialled> onConnected(PeerLink link, Handshake ours) {
        connected = true;
        if (way == DialWay.PLAIN) {
            return Future.succeededFuture(new Dialled(link, Unpooled.EMPTY_BUFFER, false));
        }
        UpgradeRequest upgrade = new UpgradeRequest(request, ours.infoHash(), encoded(ours));
        return upgrade()
                .upgrade(link, upgrade, upgradeTimeout)
                .map(upgraded -> new Dialled(upgraded.link(), upgraded.early(), true));
    }

    @Override
    public void onReached() {
        plan.upgrade().ifPresent(upgrade -> upgrade.onDialled(request, way, true));
    }

    @Override
    public String onFailed(String reason) {
        if (connected) {
            plan.upgrade().ifPresent(upgrade -> upgrade.onDialled(request, way, false));
        }
        failures.add(plan.ways().size() == 1 || !connected ? reason : describe(way) + ": " + reason);
        return String.join("; ", failures);
    }

    private String describe(DialWay gone) {
        return gone == DialWay.PLAIN ? "plain" : upgrade().name();
    }

    private LoadedUpgrade upgrade() {
        return plan.upgrade().orElseThrow();
    }

    private static byte[] encoded(Handshake handshake) {
        ByteBuf message = Unpooled.buffer(Handshake.LENGTH);
        handshake.encode(message);
        return ByteBufUtil.getBytes(message);
    }
}
