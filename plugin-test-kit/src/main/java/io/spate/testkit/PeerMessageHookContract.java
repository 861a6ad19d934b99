package io.spate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.peer.HashRange;
import io.spate.api.peer.PeerMessage;
import io.spate.api.peer.PeerMessageHook;
import io.spate.api.peer.PeerMessageHook.PeerHook;
import io.spate.api.peer.PeerMessageHook.TorrentHook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PeerMessageHook} keeps to. A plugin's test extends this and says how to make the hook, in which torrent it
 * takes part, and at which peer.
 */
public abstract class PeerMessageHookContract {
    private FakePluginContext context;
    private PeerMessageHook hook;

    /** The context to test in, with the settings that the hook needs. Closed by this class. */
    protected abstract FakePluginContext context();

    /** The hook under test. Called once a test. */
    protected abstract PeerMessageHook hook(FakePluginContext context);

    /** A torrent in which the hook takes part. */
    protected abstract FakeTorrent hooked(FakePluginContext context);

    /** A peer, at the address, at which the hook takes part. */
    protected abstract FakePeer hooked(String address);

    @BeforeEach
    final void makeTheHook() {
        context = context();
        hook = hook(context);
    }

    @AfterEach
    final void closeTheContext() {
        context.close();
    }

    @Test
    void hasAStableNameInLowerCase() {
        assertThat(hook.name()).matches("[a-z][a-z0-9-]*").isEqualTo(hook.name());
    }

    @Test
    void claimsHandshakeBitsByTheirNames() {
        Set<String> bits = open().handshakeBits();
        assertThat(bits).allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
    }

    @Test
    void namesTheKindsThatItWantsAndNoBlocks() {
        PeerHook atPeer = open(open(), peer(1));
        assertThat(atPeer.received()).isEqualTo(atPeer.received()).doesNotContain(PeerMessage.Piece.class);
        assertThat(atPeer.sent()).isEqualTo(atPeer.sent()).doesNotContain(PeerMessage.Piece.class);
    }

    @Test
    void takesWhateverAPeerMaySay() {
        PeerHook atPeer = open(open(), peer(1));
        nonsense().stream()
                .filter(message -> atPeer.received().contains(message.getClass()))
                .forEach(message -> check(message, atPeer::onReceived));
        nonsense().stream()
                .filter(message -> atPeer.sent().contains(message.getClass()))
                .forEach(message -> check(message, atPeer::onSending));
    }

    @Test
    void keepsPeersAndTorrentsApart() {
        TorrentHook one = open();
        TorrentHook two = open();
        PeerHook first = open(one, peer(1));
        PeerHook second = open(two, peer(2));
        first.onClosed();
        one.close();
        nonsense().stream()
                .filter(message -> second.received().contains(message.getClass()))
                .forEach(message -> check(message, second::onReceived));
    }

    @Test
    void leavesNoTimerBehind() {
        TorrentHook inTorrent = open();
        int before = context.time().pendingTimers();
        PeerHook atPeer = open(inTorrent, peer(1));
        nonsense().stream()
                .filter(message -> atPeer.received().contains(message.getClass()))
                .forEach(atPeer::onReceived);
        atPeer.onClosed();
        inTorrent.close();
        context.time().advance(Duration.ofMinutes(2));
        assertThat(context.time().pendingTimers()).isLessThanOrEqualTo(before);
    }

    /** One of each kind, with numbers that are out of every range. */
    private static List<PeerMessage> nonsense() {
        HashRange range = new HashRange(new byte[32], -1, Integer.MAX_VALUE, -2, Integer.MIN_VALUE);
        return List.of(
                PeerMessage.Signal.KEEP_ALIVE,
                PeerMessage.Signal.CHOKE,
                PeerMessage.Signal.HAVE_ALL,
                new PeerMessage.Have(-1),
                new PeerMessage.BitfieldMessage(new byte[0]),
                new PeerMessage.Request(Integer.MIN_VALUE, -1, Integer.MAX_VALUE),
                new PeerMessage.Cancel(-1, Integer.MAX_VALUE, -1),
                new PeerMessage.Port(0),
                new PeerMessage.Port(1),
                new PeerMessage.Port(65535),
                new PeerMessage.Suggest(Integer.MAX_VALUE),
                new PeerMessage.Reject(0, -1, 0),
                new PeerMessage.AllowedFast(-1),
                new PeerMessage.Extended(255, new byte[0]),
                new PeerMessage.Extended(0, new byte[] {'d'}),
                new PeerMessage.HashRequest(range),
                new PeerMessage.Hashes(range, new byte[32]),
                new PeerMessage.HashReject(range),
                new PeerMessage.Unknown(99, new byte[1]));
    }

    private void check(PeerMessage message, Look look) {
        context.time().run(() -> {
            Optional<PeerMessage> left = look.at(message);
            assertThat(left).as("what is left of " + message).isNotNull();
            assertThat(left.filter(PeerMessage.Piece.class::isInstance)).isEmpty();
        });
    }

    private interface Look {
        Optional<PeerMessage> at(PeerMessage message);
    }

    private FakePeer peer(int number) {
        return hooked("192.0.2." + number + ":6881");
    }

    private TorrentHook open() {
        Optional<TorrentHook> opened = hook.open(hooked(context));
        assertThat(opened).isPresent();
        return opened.get();
    }

    private static PeerHook open(TorrentHook inTorrent, FakePeer peer) {
        Optional<PeerHook> opened = inTorrent.open(peer);
        assertThat(opened).isPresent();
        return opened.get();
    }
}
