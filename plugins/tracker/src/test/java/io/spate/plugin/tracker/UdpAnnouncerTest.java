package io.spate.plugin.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.ErrorCode;
import io.spate.api.PeerAddress;
import io.spate.api.SpateException;
import io.spate.testkit.FakeDatagrams;
import io.spate.testkit.FakePluginContext;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpAnnouncerTest {
    private static final String URL = "udp://t.example:8000/announce";
    private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.getLoopbackAddress(), 6881);
    private static final Duration TIMEOUT = Duration.ofSeconds(1000);

    private FakePluginContext context;
    private UdpAnnouncer announcer;
    private FakeUdpTracker tracker;

    private void make(String overrides) {
        context = new FakePluginContext("tracker", overrides);
        announcer = new UdpAnnouncer(context, new TrackerSettings(context.settings()));
        tracker = new FakeUdpTracker(context);
    }

    private void make() {
        make("");
    }

    @AfterEach
    void leavesNothingBehind() {
        assertThat(context.time().pendingTimers()).isZero();
        context.close();
    }

    private Exchange<AnnounceReply> announce(String url, String... addresses) {
        List<InetAddress> at = addresses.length == 0
                ? List.of(InetAddress.getLoopbackAddress())
                : Arrays.stream(addresses).map(UdpAnnouncerTest::address).toList();
        return announcer.announce(new Target(TrackerUrl.parse(url), at), Requests.of(AnnounceEvent.STARTED), TIMEOUT);
    }

    private Exchange<AnnounceReply> announce() {
        return announce(URL);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertOnePeer(Exchange<AnnounceReply> exchange) {
        assertThat(exchange.reply().isComplete()).isTrue();
        AnnounceReply.Answer answer = (AnnounceReply.Answer) exchange.reply().result();
        assertThat(answer.peers()).containsExactly(new PeerAddress("ip", "1.2.3.4", 6881));
        assertThat(answer.interval()).contains(Duration.ofSeconds(900));
    }

    private static void assertFailed(Exchange<AnnounceReply> exchange, ErrorCode code, String message) {
        Future<AnnounceReply> reply = exchange.reply();
        assertThat(reply.failed()).isTrue();
        assertThat(reply.cause()).isInstanceOfSatisfying(SpateException.class, e -> {
            assertThat(e).hasMessage(message);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    private void pass(long seconds) {
        context.time().advance(Duration.ofSeconds(seconds));
        tracker.serve();
    }

    @Test
    void connectsAndThenAnnounces() {
        make();
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        assertOnePeer(exchange);
        assertThat(tracker.asked()).containsExactly("connect", "announce");
    }

    @Test
    void tellsPathAndQueryOfTheUrl() {
        make();
        announce("udp://t.example:8000/announce?passkey=a%2fB#part");
        announce("udp://t.example:8000");
        tracker.serve();
        byte[] first = tracker.announces().get(0).array();
        assertThat(new String(first, 98, first.length - 98, StandardCharsets.US_ASCII))
                .isEqualTo("\2\35/announce?passkey=a%2fB".replace("\35", String.valueOf((char) 23)));
        assertThat(tracker.announces().get(1).capacity()).isEqualTo(98);
    }

    /** BEP 15: a client may use a connection id for a minute. */
    @Test
    void usesAConnectionIdForAMinute() {
        make();
        announce();
        tracker.serve();
        pass(59);
        announce();
        tracker.serve();
        assertThat(tracker.asked()).containsExactly("connect", "announce", "announce");
        pass(1);
        announce();
        tracker.serve();
        assertThat(tracker.asked()).containsExactly("connect", "announce", "announce", "connect", "announce");
    }

    @Test
    void sharesOneConnectAmongAllWhoWaitForIt() {
        make();
        List<Exchange<AnnounceReply>> exchanges = List.of(announce(), announce(), announce());
        tracker.serve();
        exchanges.forEach(UdpAnnouncerTest::assertOnePeer);
        assertThat(tracker.asked()).containsExactly("connect", "announce", "announce", "announce");
    }

    /** BEP 15: 15 s · 2ⁿ. */
    @Test
    void asksAgainAfterTwiceAsLongEachTimeUntilItGivesUp() {
        make("spate.plugins.tracker.udp.tries = 4");
        tracker.silent();
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        for (int seconds : new int[] {15, 30, 60}) {
            int before = tracker.asked().size();
            pass(seconds - 1);
            assertThat(tracker.asked()).hasSize(before);
            pass(1);
            assertThat(tracker.asked()).hasSize(before + 1);
        }
        pass(119);
        assertThat(exchange.reply().isComplete()).isFalse();
        pass(1);
        assertFailed(exchange, ErrorCode.UNREACHABLE, "no answer to 4 datagrams");
        assertThat(tracker.asked()).containsOnly("connect").hasSize(4);
    }

    @Test
    void connectsAnewWhenAnAnnounceIsNotAnswered() {
        make();
        tracker.answering((action, packet) ->
                action == 0 ? FakeUdpTracker.reply(0, packet.getInt(12), "1122334455667788") : new byte[0]);
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        tracker.working();
        pass(15);
        assertOnePeer(exchange);
        assertThat(tracker.asked()).containsExactly("connect", "announce", "connect", "announce");
    }

    @Test
    void takesALateAnswerToWhatItAskedTwice() {
        make();
        tracker.silent();
        Exchange<AnnounceReply> exchange = announce();
        List<ByteBuffer> packets = new ArrayList<>();
        tracker.answering((action, packet) -> {
            packets.add(packet);
            return action == 0 ? FakeUdpTracker.reply(0, packet.getInt(12), "1122334455667788") : new byte[0];
        });
        tracker.serve();
        pass(15);
        assertThat(packets).hasSize(4);
        assertThat(packets.get(3).getInt(12)).isEqualTo(packets.get(1).getInt(12));
        deliver(FakeUdpTracker.reply(1, packets.get(1).getInt(12), FakeUdpTracker.ONE_PEER));
        assertOnePeer(exchange);
    }

    private boolean deliver(byte[] bytes) {
        boolean recognised = context.network().datagrams().deliver(LOCAL, FakeUdpTracker.AT, bytes);
        context.time().runReady();
        return recognised;
    }

    @Test
    void connectsAnewWhenTheTrackerForgotTheConnection() {
        make();
        announce();
        tracker.serve();
        tracker.restart();
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        assertOnePeer(exchange);
        assertThat(tracker.asked()).containsExactly("connect", "announce", "announce", "connect", "announce");
    }

    @Test
    void passesOnWhatATrackerSaysAgainstUs() {
        make();
        tracker.answering((action, packet) -> action == 0
                ? FakeUdpTracker.reply(0, packet.getInt(12), "1122334455667788")
                : FakeUdpTracker.error(packet.getInt(12), "not registered\n"));
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        assertThat(exchange.reply().result()).isEqualTo(new Refusal("not registered", Retry.AFTER_BACK_OFF));
        assertThat(tracker.asked()).containsExactly("connect", "announce");
    }

    @Test
    void passesOnARefusalOfTheConnectToAllWhoWait() {
        make();
        tracker.answering((action, packet) -> FakeUdpTracker.error(packet.getInt(12), "go away"));
        List<Exchange<AnnounceReply>> exchanges = List.of(announce(), announce());
        tracker.serve();
        assertThat(exchanges)
                .extracting(exchange -> exchange.reply().result())
                .containsOnly(new Refusal("go away", Retry.AFTER_BACK_OFF));
    }

    @Test
    void saysWhatIsTooShort() {
        make();
        tracker.answering((action, packet) -> FakeUdpTracker.reply(action, packet.getInt(12), "00112233"));
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        assertFailed(exchange, ErrorCode.PROTOCOL, "reply: 12 bytes (expected: at least 16)");
    }

    @Test
    void hearsNobodyButTheAddressThatItAskedAndOnlyWhatItAskedFor() {
        make();
        List<Integer> transactions = new ArrayList<>();
        tracker.answering((action, packet) -> {
            transactions.add(packet.getInt(12));
            return new byte[0];
        });
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        int transaction = transactions.get(0);
        String id = "1122334455667788";
        byte[] right = FakeUdpTracker.reply(0, transaction, id);
        FakeDatagrams datagrams = context.network().datagrams();
        assertThat(datagrams.deliver(LOCAL, new InetSocketAddress("127.0.0.1", 8001), right))
                .isFalse();
        assertThat(datagrams.deliver(LOCAL, new InetSocketAddress("127.0.0.2", 8000), right))
                .isFalse();
        assertThat(deliver(FakeUdpTracker.reply(0, transaction + 1, id))).isFalse();
        assertThat(deliver(FakeUdpTracker.reply(1, transaction, id))).isFalse();
        assertThat(deliver(Arrays.copyOf(right, 7))).isFalse();
        assertThat(deliver(new byte[0])).isFalse();
        tracker.working();
        assertThat(deliver(right)).isTrue();
        assertThat(deliver(right)).isFalse();
        tracker.serve();
        assertOnePeer(exchange);
    }

    @Test
    void gaveEachQuestionAnotherNumber() {
        make();
        List<Integer> transactions = new ArrayList<>();
        tracker.answering((action, packet) -> {
            transactions.add(packet.getInt(12));
            return action == 0 ? FakeUdpTracker.reply(0, packet.getInt(12), "1122334455667788") : new byte[0];
        });
        List<Exchange<AnnounceReply>> exchanges = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            exchanges.add(announce());
        }
        tracker.serve();
        assertThat(transactions).hasSize(101).doesNotHaveDuplicates();
        exchanges.forEach(Exchange::cancel);
    }

    @Test
    void givesAllAddressesButTheLastOneChance() {
        make();
        tracker.answering((action, packet) -> new byte[0]);
        Exchange<AnnounceReply> exchange = announce(URL, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        List<String> asked = new ArrayList<>();
        for (int seconds : new int[] {0, 15, 15, 15, 30}) {
            context.time().advance(Duration.ofSeconds(seconds));
            context.network()
                    .datagrams()
                    .takeSent()
                    .forEach(
                            datagram -> asked.add(datagram.remote().getAddress().getHostAddress()));
        }
        assertThat(asked).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.3");
        assertFailed(exchange, ErrorCode.UNREACHABLE, "no answer to 2 datagrams");
    }

    @Test
    void endsWhenItsTimeIsOver() {
        make("spate.plugins.tracker.udp.tries = 9");
        tracker.silent();
        Exchange<AnnounceReply> exchange = announce();
        tracker.serve();
        pass(1000);
        assertFailed(exchange, ErrorCode.UNREACHABLE, "no answer within 1000 s");
    }

    @Test
    void sendsNothingMoreOnceItIsCancelled() {
        make();
        tracker.silent();
        Exchange<AnnounceReply> one = announce();
        Exchange<AnnounceReply> other = announce();
        tracker.serve();
        one.cancel();
        assertFailed(one, ErrorCode.STOPPED, "announce cancelled");
        tracker.working();
        pass(15);
        assertOnePeer(other);
        other.cancel();
        assertThat(tracker.announces()).hasSize(1);
    }

    @Test
    void saysThatNoSocketReachesTheTracker() {
        make();
        assertFailed(
                announce(URL, "2001:db8::1"),
                ErrorCode.UNREACHABLE,
                "no UDP socket is open that reaches 2001:db8:0:0:0:0:0:1");
    }

    @Test
    void sendsNothingToAServiceOfThisHost() {
        make();
        assertFailed(
                announce("udp://t.example:53/x"),
                ErrorCode.PROTOCOL,
                "path: /x on this host (expected: /announce..., ssrf-mitigation)");
        assertThat(context.network().datagrams().takeSent()).isEmpty();
    }

    @Test
    void scrapes() {
        make();
        Exchange<ScrapeReply> exchange = announcer.scrape(
                new Target(TrackerUrl.parse(URL), List.of(InetAddress.getLoopbackAddress())),
                List.of(Requests.HASH),
                TIMEOUT);
        tracker.serve();
        assertThat(exchange.reply().result())
                .isEqualTo(new ScrapeReply.Numbers(
                        Map.of(Requests.HASH, new SwarmNumbers(Optional.of(5), Optional.of(7), Optional.of(6)))));
        assertThat(tracker.asked()).containsExactly("connect", "scrape");
    }

    @Test
    void readsPeersOfVersion6FromATrackerOfVersion6() {
        make();
        context.session().listeningOn(List.of(new InetSocketAddress("::1", 6881)));
        tracker.answering((action, packet) -> action == 0
                ? FakeUdpTracker.reply(0, packet.getInt(12), "1122334455667788")
                : FakeUdpTracker.reply(
                        1,
                        packet.getInt(12),
                        "000003840000000000000000" + "20010db8000000000000000000000001" + "1ae1"));
        Exchange<AnnounceReply> exchange = announce(URL, "::1");
        tracker.serve();
        assertThat(((AnnounceReply.Answer) exchange.reply().result()).peers())
                .containsExactly(PeerAddress.parse("[2001:db8::1]:6881").orElseThrow());
    }

    @Test
    void survivesWhateverATrackerSays() {
        make();
        Random random = new Random(15);
        for (int i = 0; i < 2_000; i++) {
            tracker.answering((action, packet) -> {
                byte[] reply = new byte[8 + random.nextInt(60)];
                random.nextBytes(reply);
                ByteBuffer.wrap(reply).putInt(random.nextBoolean() ? action : 3).putInt(packet.getInt(12));
                return reply;
            });
            Exchange<AnnounceReply> exchange = announce();
            tracker.serve();
            exchange.cancel();
            assertThat(exchange.reply().isComplete()).isTrue();
        }
    }
}
