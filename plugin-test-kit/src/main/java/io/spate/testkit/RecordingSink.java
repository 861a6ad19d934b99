package io.spate.testkit;

import io.spate.api.PeerAddress;
import io.spate.api.peer.FoundPeer;
import io.spate.api.peer.PeerSink;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the peers that a source found; forgets them when the source withdraws them. Safe from any thread. */
public final class RecordingSink implements PeerSink {
    private final List<FoundPeer> found = new CopyOnWriteArrayList<>();
    private final List<String> dialledNow = new CopyOnWriteArrayList<>();
    private volatile int calls;
    private volatile int withdrawals;

    @Override
    public void onFound(Collection<PeerAddress> peers) {
        onFoundPeers(peers.stream().map(FoundPeer::at).toList());
    }

    @Override
    public synchronized void onFoundPeers(Collection<FoundPeer> peers) {
        calls++;
        found.addAll(peers);
    }

    @Override
    public void dialNow(PeerAddress peer, String transport) {
        dialledNow.add(transport + " " + peer);
    }

    /** Whom the source wanted dialled at once: {@code utp 10.0.0.1:6881}. */
    public List<String> dialledNow() {
        return List.copyOf(dialledNow);
    }

    @Override
    public synchronized void onWithdrawn() {
        withdrawals++;
        found.clear();
    }

    /** The peers, in the order in which they came; duplicates stay. */
    public List<PeerAddress> found() {
        return found.stream().map(FoundPeer::address).toList();
    }

    /** The same, with what the source heard of them. */
    public List<FoundPeer> foundPeers() {
        return List.copyOf(found);
    }

    public int calls() {
        return calls;
    }

    public int withdrawals() {
        return withdrawals;
    }
}
