package io.spate.plugin.dht.node;

import static io.spate.plugin.dht.Addresses.at;
import static io.spate.plugin.dht.Addresses.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.bencode.BencodeValue;
import io.spate.api.dht.ImmutableItem;
import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.ErrorCode;
import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.ItemBody;
import io.spate.plugin.dht.krpc.KrpcDecoder;
import io.spate.plugin.dht.krpc.KrpcEncoder;
import io.spate.plugin.dht.krpc.KrpcMessage;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Query;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.lookup.LookupRules;
import io.spate.plugin.dht.lookup.NodeSearch;
import io.spate.plugin.dht.routing.BoundIds;
import io.spate.plugin.dht.routing.TableRules;
import io.spate.plugin.dht.store.StoreLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One node, and the test in the place of all others. */
class DhtNodeTest implements NodeEvents {
    private static final InetSocketAddress ASKER = at("198.51.100.7:5555");
    private static final byte[] T = {7, 7, 7};

    private final Random random = new Random(1);
    private final NodeId asker = NodeId.random(random);
    private final NodeId target = NodeId.random(random);
    private final List<String> events = new ArrayList<>();
    private final DhtNode node = newNode(false);
    private long now;

    @Test
    void answersAPing() {
        Reply reply = (Reply) ask(new Arguments.Ping());

        assertThat(reply.id()).isEqualTo(node.id());
        assertThat(reply.transaction()).isEqualTo(T);
        assertThat(reply.seenAs()).contains(ASKER);
    }

    @Test
    void endsItsSearchesWhenItIsClosed() {
        IntStream.range(0, 30).forEach(n -> answerPingsOf(node(n)));
        node.search(new NodeSearch(target, closest -> events.add("ended")), now);
        assertThat(node.takeOutgoing()).isNotEmpty();

        node.close();

        assertThat(events).containsOnlyOnce("ended");
        assertThat(node.takeOutgoing()).isEmpty();
    }

    @Test
    void namesNodesEvenIfItKnowsNobody() {
        Reply reply = (Reply) ask(new Arguments.FindNode(target, Want.UNSAID));
        assertThat(reply.nodes()).containsOnlyKeys(Family.IPV4);
        assertThat(((Reply) ask(new Arguments.FindNode(target, Want.BOTH))).nodes())
                .containsOnlyKeys(Family.IPV4, Family.IPV6);
        assertThat(((Reply) ask(new Arguments.Unknown("vote", target, Want.UNSAID))).nodes())
                .containsOnlyKeys(Family.IPV4);
    }

    @Test
    void keepsPeersThatShowItsToken() {
        Reply first = (Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, false));
        assertThat(first.values()).isEmpty();
        assertThat(ask(new Arguments.AnnouncePeer(target, 6000, false, false, new byte[8])))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PROTOCOL.number()));
        byte[] token = first.token().orElseThrow();
        assertThat(ask(new Arguments.AnnouncePeer(target, 6000, false, false, token)))
                .isInstanceOf(Reply.class);

        assertThat(((Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, false))).values())
                .containsExactly(at("198.51.100.7:6000"));
        ask(new Arguments.AnnouncePeer(target, 6000, true, false, token));
        assertThat(((Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, false))).values())
                .containsExactly(ASKER);
    }

    @Test
    void aTokenIsGoodForItsTargetAlone() {
        byte[] token = ((Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, false)))
                .token()
                .orElseThrow();
        NodeId other = NodeId.random(random);

        assertThat(ask(new Arguments.AnnouncePeer(other, 6000, false, false, token)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void answersAScrapeWithFiltersInPlaceOfPeers() {
        byte[] token = ((Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, true)))
                .token()
                .orElseThrow();
        ask(new Arguments.AnnouncePeer(target, 6000, false, true, token));
        Reply reply = (Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, true));

        assertThat(reply.scrape()).isPresent();
        assertThat(reply.values()).isEmpty();
    }

    @Test
    void keepsItemsAndLeavesOutWhatTheAskerHas() {
        ImmutableItem item = new ImmutableItem(BencodeValue.of("x"));
        NodeId place = NodeId.of(item.target());
        Reply first = (Reply) ask(new Arguments.Get(place, OptionalLong.empty(), Want.UNSAID));
        assertThat(first.item()).isEmpty();
        ask(new Arguments.Put(
                ItemBody.of(item), OptionalLong.empty(), first.token().orElseThrow()));

        Reply second = (Reply) ask(new Arguments.Get(place, OptionalLong.empty(), Want.UNSAID));
        assertThat(second.item().flatMap(body -> body.immutable(place))).contains(item);
    }

    @Test
    void samplesWhatItStores() {
        byte[] token = ((Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, false)))
                .token()
                .orElseThrow();
        ask(new Arguments.AnnouncePeer(target, 6000, false, false, token));
        Reply reply = (Reply) ask(new Arguments.SampleInfoHashes(asker, Want.UNSAID));

        assertThat(reply.samples().orElseThrow().hashes()).containsExactly(target);
        assertThat(reply.nodes()).containsKey(Family.IPV4);
    }

    @Test
    void noAnswerIsLongerThanAPacketMayBe() {
        for (int n = 0; n < 60; n++) {
            answerPingsOf(node(n));
        }
        for (int n = 0; n < 200; n++) {
            InetSocketAddress peer = at("203.0." + n + ".7:6000");
            byte[] token = ((Reply) ask(new Arguments.GetPeers(target, Want.UNSAID, false, false), peer))
                    .token()
                    .orElseThrow();
            ask(new Arguments.AnnouncePeer(target, 6000, false, false, token), peer);
        }
        for (Want want : List.of(Want.UNSAID, Want.BOTH)) {
            send(new Arguments.GetPeers(target, want, false, false), ASKER);
            byte[] reply = node.takeOutgoing().get(0).bytes();
            assertThat(reply.length).isBetween(600, 1024);
            send(new Arguments.GetPeers(target, want, false, true), ASKER);
            assertThat(node.takeOutgoing().get(0).bytes().length).isLessThan(1024);
        }
    }

    @Test
    void answersAnErrorToABadQueryAndNothingToNonsense() {
        assertThat(receive("d1:ade1:q4:ping1:t2:aa1:y1:qe")).hasSize(1);
        assertThat(receive("d1:t2:aa1:y1:re")).isEmpty();
        assertThat(receive("d1:eli203e1:xe1:t2:aa1:y1:ee")).isEmpty();
        assertThat(receive("dxx")).isEmpty();
    }

    @Test
    void ignoresRepliesThatNobodyAskedFor() {
        node.addNodes(List.of(node(1).address()), now);
        node.wake(now);
        Query query = query(node.takeOutgoing().get(0));
        reply(query, node(1).id(), at("203.0.113.1:6881")); // not whom we asked
        assertThat(node.status().live()).isEmpty();

        reply(query, node(1).id(), node(1).address());
        assertThat(node.status().live()).containsExactly(node(1));
        reply(query, node(2).id(), node(1).address()); // a second answer
        assertThat(node.status().live()).containsExactly(node(1));
    }

    @Test
    void blocksASourceThatAsksTooMuch() {
        int answers = 0;
        for (int i = 0; i < 200; i++) {
            send(new Arguments.Ping(), ASKER);
            answers += node.takeOutgoing().size();
        }
        assertThat(answers).isEqualTo(50);
        assertThat(events).containsExactly("blocked /198.51.100.7");
        assertThat(ask(new Arguments.Ping(), at("198.51.100.8:1"))).isInstanceOf(Reply.class);
        now += 301_000;
        assertThat(ask(new Arguments.Ping())).isInstanceOf(Reply.class);
    }

    @Test
    void sendsNoMoreThanItMayWhoeverAsks() {
        long bytes = 0;
        for (int i = 0; i < 5000; i++) {
            now += 2;
            send(new Arguments.FindNode(target, Want.UNSAID), at("203." + i / 250 + "." + i % 250 + ".1:6881"));
            bytes += node.takeOutgoing().stream()
                    .mapToInt(sent -> sent.bytes().length)
                    .sum();
        }
        assertThat(bytes).isLessThan(8000 * (10 + 5) + 2000);
    }

    @Test
    void readOnlyItAsksAndDoesNotAnswer() {
        DhtNode reading = newNode(true);
        reading.onDatagram(KrpcEncoder.encode(new Query(T, asker, new Arguments.Ping(), false)), ASKER, now);
        assertThat(reading.takeOutgoing()).isEmpty();

        reading.addNodes(List.of(node(1).address()), now);
        reading.wake(now);
        assertThat(query(reading.takeOutgoing().get(0)).readOnly()).isTrue();
    }

    @Test
    void putsNoReadOnlyNodeIntoItsTable() {
        node.onDatagram(KrpcEncoder.encode(new Query(T, asker, new Arguments.Ping(), true)), ASKER, now);
        assertThat(node.status().replacements()).isZero();
        send(new Arguments.Ping(), ASKER);
        assertThat(node.status().replacements()).isEqualTo(1);
    }

    @Test
    void takesAnotherIdWhenOthersSeeItElsewhere() {
        NodeId before = node.id();
        InetSocketAddress external = at("203.0.113.99:6881");
        for (int n = 0; n < 12 && node.id().equals(before); n++) {
            answerAs(node(n), external);
        }
        assertThat(node.id()).isNotEqualTo(before);
        assertThat(BoundIds.fits(node.id(), external.getAddress())).isTrue();
        assertThat(node.externalAddress()).contains(external.getAddress());
        assertThat(events).anyMatch(event -> event.startsWith("id /203.0.113.99"));
        NodeId fitting = node.id();
        for (int n = 20; n < 40; n++) {
            answerAs(node(n), external);
        }
        assertThat(node.id()).isEqualTo(fitting);
    }

    @Test
    void asksOnWhoeverDoesNotAnswer() {
        node.addNodes(List.of(node(1).address()), now);
        for (int second = 0; second < 300; second++) {
            now += 1000;
            node.wake(now);
        }
        assertThat(node.takeOutgoing()).hasSizeBetween(1, 20);
        assertThat(node.wakeAt()).isGreaterThan(now);
    }

    @Test
    void endsAnyNumberOfSearchesWhenNobodyIsLeft() {
        int[] ended = new int[1];
        DhtNode busy = newNode(false, 10_000);
        busy.addNodes(List.of(node(1).address()), now);
        for (int i = 0; i < 10_000; i++) {
            busy.search(new NodeSearch(NodeId.random(random), closest -> ended[0]++), now);
        }
        for (int second = 0; second < 60; second++) {
            now += 1000;
            busy.wake(now);
        }
        assertThat(ended[0]).isEqualTo(10_000);
    }

    @Test
    void helpsItsSiblingOfTheOtherFamilyToEnter() {
        DhtNode sibling =
                new DhtNode(Family.IPV6, NodeId.random(random), settings(false, 20), random, random, this, now);
        node.sibling(Optional.of(sibling));
        node.addNodes(List.of(node(1).address()), now);
        node.wake(now);
        Query query = query(node.takeOutgoing().get(0));
        assertThat(((Arguments.Targeted) query.arguments()).want()).isEqualTo(Want.BOTH);

        NodeInfo other = new NodeInfo(NodeId.random(random), at("[2001:db8::7]:6881"));
        Reply reply = Reply.to(query.transaction(), node(1).id())
                .nodes(Map.of(Family.IPV6, List.of(other)))
                .build();
        node.onDatagram(KrpcEncoder.encode(reply), node(1).address(), now);
        assertThat(sibling.status().replacements()).isEqualTo(1);
        now += 1000;
        sibling.wake(now);
        assertThat(sibling.takeOutgoing()).extracting(Datagram::to).contains(other.address());
    }

    private void answerPingsOf(NodeInfo other) {
        answerAs(other, ASKER);
    }

    /** Has the node ask the other, and the other answer. */
    private void answerAs(NodeInfo other, InetSocketAddress seen) {
        node.ask(other.address(), new Arguments.Ping(), reply -> {}, now);
        for (Datagram sent : node.takeOutgoing()) {
            if (sent.to().equals(other.address())) {
                Query query = query(sent);
                Reply reply = Reply.to(query.transaction(), other.id())
                        .nodes(Map.of())
                        .seenAs(Optional.of(seen))
                        .build();
                node.onDatagram(KrpcEncoder.encode(reply), other.address(), now);
            }
        }
        node.takeOutgoing();
    }

    private void reply(Query query, NodeId id, InetSocketAddress from) {
        node.onDatagram(KrpcEncoder.encode(Reply.to(query.transaction(), id).build()), from, now);
    }

    private static Query query(Datagram sent) {
        return (Query) KrpcDecoder.decode(sent.bytes()).orElseThrow();
    }

    private KrpcMessage ask(Arguments arguments) {
        return ask(arguments, ASKER);
    }

    private KrpcMessage ask(Arguments arguments, InetSocketAddress from) {
        now += 1000;
        send(arguments, from);
        List<Datagram> sent = node.takeOutgoing();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).to()).isEqualTo(from);
        return KrpcDecoder.decode(sent.get(0).bytes()).orElseThrow();
    }

    private void send(Arguments arguments, InetSocketAddress from) {
        node.onDatagram(KrpcEncoder.encode(new Query(T, asker, arguments, false)), from, now);
    }

    private List<Datagram> receive(String message) {
        node.onDatagram(message.getBytes(StandardCharsets.ISO_8859_1), ASKER, now);
        return node.takeOutgoing();
    }

    private DhtNode newNode(boolean readOnly) {
        return newNode(readOnly, 20);
    }

    private DhtNode newNode(boolean readOnly, int maxWaiting) {
        return new DhtNode(Family.IPV4, NodeId.random(random), settings(readOnly, maxWaiting), random, random, this, 0);
    }

    private static NodeSettings settings(boolean readOnly, int maxWaiting) {
        return new NodeSettings(
                new LookupRules(5, true, false),
                new TableRules(true, true, 20),
                new StoreLimits(100, 500, 100, Duration.ofMinutes(45), Duration.ofHours(2), 20, Duration.ofHours(6)),
                readOnly,
                20,
                maxWaiting,
                Duration.ofSeconds(15),
                8000,
                100_000,
                5,
                Duration.ofMinutes(5));
    }

    @Override
    public void onBootstrapped(int nodes) {
        events.add("bootstrapped " + nodes);
    }

    @Override
    public void onIdChanged(InetAddress externalAddress, NodeId id) {
        events.add("id " + externalAddress);
    }

    @Override
    public void onBlocked(InetAddress source, Duration blockedFor) {
        events.add("blocked " + source);
    }
}
