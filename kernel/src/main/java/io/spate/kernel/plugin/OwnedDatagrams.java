package io.spate.kernel.plugin;

import io.netty.buffer.ByteBuf;
import io.spate.api.net.DatagramService;
import io.spate.kernel.extension.Guard;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The UDP sockets as one plugin uses them: its claims end when it stops. */
final class OwnedDatagrams implements DatagramService {
    private final DatagramService datagrams;
    private final Guard guard;
    private final Pending pending;
    private final Set<OwnedClaim> claims = ConcurrentHashMap.newKeySet();

    OwnedDatagrams(DatagramService datagrams, Guard guard, Pending pending) {
        this.datagrams = datagrams;
        this.guard = guard;
        this.pending = pending;
    }

    @Override
    public Claim claim(String name, int order, Claimant claimant) {
        if (pending.isClosed()) {
            throw pending.stopped();
        }
        OwnedClaim claim = new OwnedClaim(claimant);
        claims.add(claim);
        claim.claim = datagrams.claim(name, order, claim);
        if (pending.isClosed()) {
            claim.close();
        }
        return claim;
    }

    @Override
    public List<InetSocketAddress> localAddresses() {
        return datagrams.localAddresses();
    }

    @Override
    public void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
        if (pending.isClosed()) {
            payload.release();
        } else {
            datagrams.send(local, remote, payload);
        }
    }

    @Override
    public void send(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload, int segment) {
        if (pending.isClosed()) {
            payload.release();
        } else {
            datagrams.send(local, remote, payload, segment);
        }
    }

    @Override
    public boolean fragments(InetSocketAddress local) {
        return datagrams.fragments(local);
    }

    void close() {
        List.copyOf(claims).forEach(OwnedClaim::close);
    }

    /** Lets go of the plugin's claimant when it ends, even if a datagram is just on its way. */
    private final class OwnedClaim implements Claim, Claimant {
        private volatile Claimant claimant;
        private volatile Claim claim;

        private OwnedClaim(Claimant claimant) {
            this.claimant = claimant;
        }

        @Override
        public boolean recognises(InetSocketAddress remote, ByteBuf payload) {
            Claimant callee = claimant;
            return callee != null && guard.call("Claimant.recognises", () -> callee.recognises(remote, payload), false);
        }

        @Override
        public void onDatagram(InetSocketAddress local, InetSocketAddress remote, ByteBuf payload) {
            Claimant callee = claimant;
            if (callee == null) {
                payload.release();
            } else {
                guard.run("Claimant.onDatagram", () -> callee.onDatagram(local, remote, payload));
            }
        }

        @Override
        public void onBatchEnd(InetSocketAddress local) {
            Claimant callee = claimant;
            if (callee != null) {
                guard.run("Claimant.onBatchEnd", () -> callee.onBatchEnd(local));
            }
        }

        @Override
        public void close() {
            claimant = null;
            claims.remove(this);
            Claim open = claim;
            if (open != null) {
                open.close();
            }
        }
    }
}
