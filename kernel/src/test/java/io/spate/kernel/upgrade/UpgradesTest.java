package io.spate.kernel.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spate.api.InfoHash;
import io.spate.api.PeerAddress;
import io.spate.api.net.ConnectionUpgrade;
import io.spate.api.net.LinkReceiver;
import io.spate.api.net.LinkTag;
import io.spate.api.net.UpgradeRequest;
import io.spate.api.net.Upgraded;
import io.spate.kernel.extension.Extensions;
import io.spate.kernel.extension.Guards;
import io.spate.kernel.extension.Registration;
import io.spate.kernel.extension.VirtualGuards;
import io.spate.kernel.peer.FakeLink;
import io.spate.testkit.RecordingAlerts;
import io.spate.testkit.VirtualTime;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What plugins have in use of links, and how it is taken from them. */
class UpgradesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final InfoHash FIRST = hash(1);
    private static final InfoHash SECOND = hash(2);

    private final VirtualTime time = new VirtualTime();
    private final RecordingAlerts alerts = new RecordingAlerts();
    private final List<String> tooMany = new ArrayList<>();
    private final Extensions extensions = new Extensions();
    private final Upgrades upgrades = new Upgrades();
    private final XorUpgrade xor = new XorUpgrade();
    private Registration registration;

    @BeforeEach
    void register() {
        extensions.listen(ConnectionUpgrade.class, upgrades);
        registration = extensions.register(guards().of("xor", tooMany::add), xor);
    }

    private Guards guards() {
        return VirtualGuards.in(time, alerts, 1);
    }

    @AfterEach
    void leavesNoTimer() {
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void looksUpTorrentsThatCameBeforeAndAfterTheUpgradeAndNoneThatWent() {
        upgrades.onTorrentAdded(List.of(FIRST));
        XorUpgrade later = new XorUpgrade();
        registration.remove();
        extensions.register(guards().ofKernel(), later);
        upgrades.onTorrentAdded(List.of(SECOND));
        assertThat(accepted(FIRST).succeeded()).isTrue();
        assertThat(accepted(SECOND).succeeded()).isTrue();

        upgrades.onTorrentRemoved(List.of(FIRST));
        assertThat(accepted(FIRST).cause()).hasMessage("it names no torrent of ours");
        assertThat(accepted(SECOND).result().torrent()).contains(SECOND);
    }

    @Test
    void asksAPluginNothingWhileItOrATorrentComes() {
        XorUpgrade asked = new XorUpgrade();
        List<InfoHash> found = new ArrayList<>();
        List<String> early = new ArrayList<>();
        asked.whenAsked = () -> early.add("asked");
        registration.remove();
        upgrades.onTorrentAdded(List.of(FIRST));
        registration = extensions.register(guards().of("xor", tooMany::add), asked);
        upgrades.onTorrentAdded(List.of(SECOND));
        assertThat(early).isEmpty();

        asked.whenAsked = () -> assertThat(Thread.holdsLock(upgrades)).isFalse();
        accepted(FIRST)
                .onSuccess(upgraded -> found.addAll(upgraded.torrent().stream().toList()));
        accepted(SECOND)
                .onSuccess(upgraded -> found.addAll(upgraded.torrent().stream().toList()));
        assertThat(found).containsExactly(FIRST, SECOND);
        assertThat(tooMany).isEmpty();
    }

    @Test
    void findsNoTorrentThatWentWhileItsKeyWasMade() {
        assertThat(loaded().name()).isEqualTo("xor");
        xor.whenAsked = () -> upgrades.onTorrentRemoved(List.of(FIRST));
        upgrades.onTorrentAdded(List.of(FIRST));

        assertThat(accepted(FIRST).cause()).hasMessage("it names no torrent of ours");
        xor.whenAsked = () -> {};
        upgrades.onTorrentAdded(List.of(FIRST));
        assertThat(accepted(FIRST).result().torrent()).contains(FIRST);
    }

    @Test
    void endsTheLinksOfAPluginThatStopsAndTellsWhy() {
        FakeLink inner = link();
        Upgraded upgraded = upgraded(inner);
        Told told = new Told();
        upgraded.link().receiver(told);
        FakeLink halfway = link();
        Future<Upgraded> unfinished = accept(halfway, Unpooled.copiedBuffer("XOR", StandardCharsets.US_ASCII));

        Future<Void> removed = registration.remove();
        time.runReady();

        assertThat(removed.succeeded()).isTrue();
        assertThat(told.closed).containsExactly("plugin xor was stopped");
        assertThat(inner.isClosed()).isTrue();
        assertThat(halfway.isClosed()).isTrue();
        assertThat(unfinished.cause()).hasMessage("plugin xor was stopped");
        ByteBuf late = Unpooled.buffer(1);
        upgraded.link().write(late);
        assertThat(late.refCnt()).isZero();
    }

    @Test
    void endsALinkThatAPluginFailsAtAndCountsTheFault() {
        FakeLink inner = link();
        Upgraded upgraded = upgraded(inner);
        Told told = new Told();
        upgraded.link().receiver(told);
        xor.broken = true;

        time.run(() -> upgraded.link().write(Unpooled.buffer().writeZero(1)));

        assertThat(told.closed).containsExactly("plugin xor failed");
        assertThat(inner.isClosed()).isTrue();
        assertThat(tooMany).hasSize(1);
    }

    @Test
    void passesOnWhatComesAndGoesWhileTheLinkLives() {
        FakeLink inner = link();
        Upgraded upgraded = upgraded(inner);
        Told told = new Told();
        upgraded.link().receiver(told);
        upgraded.link().reading(true);
        assertThat(inner.isReading()).isTrue();
        assertThat(upgraded.link().tags()).contains(LinkTag.ENCRYPTED, LinkTag.TCP);

        upgraded.link().write(Unpooled.copiedBuffer("ab", StandardCharsets.US_ASCII));
        upgraded.link().flush();
        ByteBuf sent = XorUpgrade.turn(inner.take());
        time.run(() -> inner.deliver(XorUpgrade.turn(Unpooled.copiedBuffer("cd", StandardCharsets.US_ASCII))));

        assertThat(sent.toString(StandardCharsets.US_ASCII)).endsWith("ab");
        sent.release();
        assertThat(told.text).isEqualTo("cd");
        time.run(() -> upgraded.link().close());
        assertThat(told.closed).containsExactly("closed");
        upgraded.link().close();
        time.runReady();
        assertThat(told.closed).hasSize(1);
    }

    @Test
    void releasesWhatCameEarlyWhenThePluginStopsMeanwhile() {
        LoadedUpgrade recognised = loaded();
        registration.remove();
        ByteBuf early = Unpooled.copiedBuffer("XOR", StandardCharsets.US_ASCII);
        FakeLink link = link();
        Future<Upgraded> accepting = run(() -> recognised.accept(link, early, PATIENCE));

        assertThat(accepting.cause()).hasMessage("plugin xor was stopped");
        assertThat(early.refCnt()).isZero();
        assertThat(link.isClosed()).isTrue();
    }

    @Test
    void givesAnUpgradeOnlySoMuchTime() {
        FakeLink link = link();
        Future<Upgraded> accepting = accept(link, Unpooled.copiedBuffer("XOR", StandardCharsets.US_ASCII));
        time.advance(PATIENCE.plusSeconds(1));

        assertThat(accepting.cause()).hasMessage("no xor handshake within 10 s");
        assertThat(link.isClosed()).isTrue();
    }

    @Test
    void refusesEveryLinkWhileAPluginThatIsRequiredIsMissing() {
        upgrades.refuseAll(Optional.of("it is missing"));

        assertThat(upgrades.refusesPlain(link())).contains("it is missing");
        assertThat(upgrades.plan(null).refusal()).contains("it is missing");
        assertThat(upgrades.refusal()).contains("it is missing");

        upgrades.refuseAll(Optional.empty());
        assertThat(upgrades.refusesPlain(link())).isEmpty();
        assertThat(upgrades.refusal()).isEmpty();
    }

    private Upgraded upgraded(FakeLink inner) {
        UpgradeRequest request = new UpgradeRequest(null, FIRST, new byte[68]);
        return run(() -> loaded().upgrade(inner, request, PATIENCE)).result();
    }

    private Future<Upgraded> accepted(InfoHash torrent) {
        Future<Upgraded> accepting = accept(link(), XorUpgrade.begin(torrent, Unpooled.EMPTY_BUFFER));
        accepting.onSuccess(upgraded -> upgraded.early().release());
        return accepting;
    }

    private Future<Upgraded> accept(FakeLink link, ByteBuf bytes) {
        return run(() -> loaded().accept(link, bytes, PATIENCE));
    }

    private Future<Upgraded> run(Supplier<Future<Upgraded>> call) {
        List<Future<Upgraded>> results = new ArrayList<>();
        time.run(() -> results.add(call.get()));
        return results.get(0);
    }

    private LoadedUpgrade loaded() {
        return upgrades.recognise(Unpooled.copiedBuffer("XOR", StandardCharsets.US_ASCII))
                .upgrade()
                .orElseThrow();
    }

    private FakeLink link() {
        return new FakeLink(time.loop(), new PeerAddress(PeerAddress.IP, "10.0.0.1", 50_000), true);
    }

    private static InfoHash hash(int number) {
        byte[] bytes = new byte[InfoHash.V1_LENGTH];
        bytes[0] = (byte) number;
        return InfoHash.of(bytes);
    }

    private static final class Told implements LinkReceiver {
        private final List<String> closed = new ArrayList<>();
        private String text = "";

        @Override
        public void onBytes(ByteBuf bytes) {
            text += bytes.toString(StandardCharsets.US_ASCII);
            bytes.release();
        }

        @Override
        public void onClosed(String why) {
            closed.add(why);
        }
    }
}
