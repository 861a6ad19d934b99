package io.spate.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.PeerId;
import io.spate.api.alert.IncomingRefused;
import io.spate.api.alert.PeerConnected;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Registration;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.peer.FakeLink;
import io.spate.kernel.torrent.TorrentFixture;
import io.spate.kernel.upgrade.Upgrades;
import io.spate.kernel.upgrade.XorUpgrade;
import io.spate.kernel.wire.Handshake;
import io.spate.kernel.wire.ReservedBits;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncomingLinksTest {
    private final TorrentFixture f = new TorrentFixture();
    private final Upgrades upgrades = new Upgrades();
    private final IncomingLinks links = new IncomingLinks(
            hash -> hash.equals(hash()) ? Optional.of(f.ref) : Optional.empty(),
            f,
            upgrades,
            f.alerts,
            f.time.clock(),
            Duration.ofSeconds(10));
    private final List<ByteBuf> delivered = new ArrayList<>();

    @AfterEach
    void leavesNothingBehind() {
        f.ref.stop();
        f.time.runReady();
        assertThat(f.time.pendingTimers()).isZero();
        assertThat(f.connections.open()).isZero();
        assertThat(delivered).allMatch(bytes -> bytes.refCnt() == 0);
    }

    @Test
    void bringsALinkToItsTorrentWithAllThatCameEarly() {
        f.startExchanging();
        FakeLink link = accept();
        Promise<Void> moving = link.movesLater();
        ByteBuf handshake = handshake(hash());
        deliver(link, handshake.readRetainedSlice(50));
        assertThat(link.isReading()).isFalse();
        deliver(link, handshake); // what one read still brought
        f.time.run(moving::complete);

        assertThat(f.alerts.of(PeerConnected.class)).hasSize(1);
    }

    @Test
    void refusesWhatAsksForAnUnknownTorrentOrIsNoPeer() {
        FakeLink other = accept();
        deliver(other, handshake(InfoHash.of(new byte[20])));
        FakeLink browser = accept();
        deliver(browser, Unpooled.copiedBuffer("GET / HTTP/1.1", StandardCharsets.US_ASCII));

        assertThat(reasons())
                .anySatisfy(reason -> assertThat(reason).startsWith("it asks for a torrent that is not here: 0000"))
                .anySatisfy(reason -> assertThat(reason).startsWith("handshake byte 0: 71"));
        assertThat(other.isClosed()).isTrue();
        assertThat(browser.isClosed()).isTrue();
    }

    @Test
    void refusesWhatComesWhileAPluginThatIsRequiredIsMissing() {
        f.startExchanging();
        FakeLink plain = accept();
        FakeLink other = accept();
        FakeLink halfway = accept();
        ByteBuf begun = handshake(hash());
        deliver(halfway, begun.readRetainedSlice(30));
        upgrades.refuseAll(Optional.of("it is missing"));
        deliver(plain, handshake(hash()));
        deliver(other, Unpooled.copiedBuffer("XOR", StandardCharsets.US_ASCII));
        deliver(halfway, begun);

        assertThat(reasons()).containsExactly("it is missing", "it is missing", "it is missing");
        assertThat(plain.isClosed()).isTrue();
        assertThat(other.isClosed()).isTrue();
        assertThat(halfway.isClosed()).isTrue();
    }

    @Test
    void refusesWhatSaysNothing() {
        FakeLink link = accept();
        f.time.advance(Duration.ofSeconds(11));

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("no handshake within 10 s");
    }

    @Test
    void givesUpALinkThatCannotMoveOrIsGoneMeanwhile() {
        f.startExchanging();
        FakeLink stuck = accept();
        Promise<Void> moving = stuck.movesLater();
        deliver(stuck, handshake(hash()));
        f.time.run(() -> moving.fail("loop is stopped"));
        assertThat(stuck.isClosed()).isTrue();

        FakeLink gone = accept();
        Promise<Void> late = gone.movesLater();
        deliver(gone, handshake(hash()));
        f.time.run(gone::close);
        f.time.run(late::complete);

        assertThat(reasons()).containsExactly("it could not be moved to its torrent's loop", "closed");
        assertThat(f.alerts.of(PeerConnected.class)).isEmpty();
    }

    @Test
    void refusesWhatSendsMuchBeforeItIsAnswered() {
        f.startExchanging();
        FakeLink link = accept();
        Promise<Void> moving = link.movesLater();
        deliver(link, handshake(hash()));
        deliver(link, Unpooled.buffer().writeZero(600 * 1024));
        f.time.run(moving::complete);

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("sent 524288 bytes before it was answered");
    }

    @Test
    void theOldestOfVeryManyThatSayNothingGivesWayToWhoSpeaks() {
        f.startExchanging();
        List<FakeLink> silent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            silent.add(accept());
        }
        assertThat(silent).noneMatch(FakeLink::isClosed);

        FakeLink peer = accept();
        assertThat(peer.isClosed()).isFalse();
        assertThat(silent.stream().filter(FakeLink::isClosed)).containsExactly(silent.get(0));
        assertThat(reasons()).containsExactly("more than 500 connections without a handshake");
        deliver(peer, handshake(hash()));
        assertThat(f.alerts.of(PeerConnected.class)).hasSize(1);

        assertThat(accept().isClosed()).isFalse();
        assertThat(silent.stream().filter(FakeLink::isClosed)).hasSize(1);
        f.time.advance(Duration.ofSeconds(11));
        assertThat(silent).allMatch(FakeLink::isClosed);
    }

    @Test
    void whoHasNamedItsTorrentGivesWayToNobody() {
        f.startExchanging();
        FakeLink first = accept();
        Promise<Void> moving = first.movesLater();
        deliver(first, handshake(hash()));
        for (int i = 0; i < 500; i++) {
            accept();
        }
        assertThat(first.isClosed()).isFalse();
        f.time.run(moving::complete);
        assertThat(f.alerts.of(PeerConnected.class)).hasSize(1);
        f.time.advance(Duration.ofSeconds(11));
    }

    @Test
    void upgradesWhatAnUpgradeRecognisesInWhateverSplitItComes() {
        f.startExchanging();
        upgrade(new XorUpgrade());
        upgrades.onTorrentAdded(List.of(hash()));
        for (int split = 1; split < 60; split++) {
            FakeLink link = accept();
            ByteBuf theirs = XorUpgrade.begin(hash(), handshake(hash(), split));
            deliver(link, theirs.readRetainedSlice(split));
            deliver(link, theirs.readRetainedSlice(1));
            deliver(link, theirs);
            assertThat(link.isClosed()).isFalse();
            f.time.run(link::close);
        }

        assertThat(f.alerts.of(PeerConnected.class)).hasSize(59);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void refusesAHandshakeThatNamesAnotherTorrentThanItsUpgrade() {
        f.startExchanging();
        upgrade(new XorUpgrade());
        InfoHash other = InfoHash.of(new byte[20]);
        upgrades.onTorrentAdded(List.of(hash(), other));
        deliver(accept(), XorUpgrade.begin(other, handshake(hash())));

        assertThat(reasons()).containsExactly("it asks for " + hash() + " after it named " + other);
    }

    @Test
    void refusesWhatAnUpgradeRefuses() {
        upgrade(new XorUpgrade());
        FakeLink link = accept();
        deliver(link, XorUpgrade.begin(hash(), handshake(hash())));

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("xor: it names no torrent of ours");
    }

    @Test
    void refusesPlainLinksAtTheirFirstBytesIfAnUpgradeSaysSo() {
        f.startExchanging();
        XorUpgrade forced = new XorUpgrade();
        forced.refusesPlain = Optional.of("plain is not for us");
        upgrade(forced);
        FakeLink link = accept();
        deliver(link, handshake(hash()).writerIndex(20));

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("plain is not for us");
    }

    @Test
    void refusesPlainLinksWhileThePluginThatMayForbidThemFails() {
        f.startExchanging();
        XorUpgrade failing = new XorUpgrade();
        failing.whenAsked = () -> {
            throw new IllegalStateException("planned");
        };
        upgrade(failing);
        FakeLink link = accept();
        deliver(link, handshake(hash()).writerIndex(20));

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("plugin kernel failed");
    }

    @Test
    void givesAnUpgradeNoMoreTimeThanAHandshakeAndClosesTheLinkThen() {
        upgrade(new XorUpgrade());
        FakeLink link = accept();
        deliver(link, Unpooled.copiedBuffer("XOR", StandardCharsets.US_ASCII));
        f.time.advance(Duration.ofSeconds(11));

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("no handshake within 10 s");
    }

    @Test
    void letsGoOfLinksWhoseUpgradeStopsBeforeTheyAreNamed() {
        upgrades.onTorrentAdded(List.of(hash()));
        Registration registration = upgrade(new XorUpgrade());
        FakeLink link = accept();
        deliver(link, XorUpgrade.begin(hash(), handshake(hash()).readSlice(30)));
        f.time.run(registration::remove);

        assertThat(link.isClosed()).isTrue();
        assertThat(reasons()).containsExactly("plugin kernel was stopped");
    }

    private Registration upgrade(XorUpgrade upgrade) {
        Extensions extensions = new Extensions();
        extensions.listen(ConnectionUpgrade.class, upgrades);
        return extensions.register(VirtualGuards.in(f.time, f.alerts).ofKernel(), upgrade);
    }

    private FakeLink accept() {
        FakeLink link = new FakeLink(f.time.loop(), new PeerAddress(PeerAddress.IP, "10.0.0.1", 50_000), true);
        f.time.run(() -> links.accept(link));
        return link;
    }

    private void deliver(FakeLink link, ByteBuf bytes) {
        delivered.add(bytes);
        f.time.run(() -> link.deliver(bytes));
    }

    private List<String> reasons() {
        return f.alerts.of(IncomingRefused.class).stream()
                .map(IncomingRefused::reason)
                .toList();
    }

    private InfoHash hash() {
        return f.torrent.metainfo().infoHashes().best();
    }

    private static ByteBuf handshake(InfoHash hash) {
        return handshake(hash, 1);
    }

    private static ByteBuf handshake(InfoHash hash, long peer) {
        ByteBuf bytes = Unpooled.buffer();
        new Handshake(ReservedBits.of(), hash, PeerId.random("-XX0000-", new Random(peer))).encode(bytes);
        return bytes;
    }
}
