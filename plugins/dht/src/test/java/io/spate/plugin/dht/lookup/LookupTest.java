package io.spate.plugin.dht.lookup;

import static io.spate.plugin.dht.Addresses.at;
import static io.spate.plugin.dht.Addresses.near;
import static io.spate.plugin.dht.Addresses.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookupTest {
    private static final Optional<byte[]> TOKEN = Optional.of(new byte[] {1});

    private final NodeId target = NodeId.random(new Random(1));
    private final NodeId own = NodeId.random(new Random(8));
    private final Lookup lookup = new Lookup(target, own, new LookupRules(3, true, false));

    @Test
    void asksSoManyAtOnceTheClosestFirst() {
        List<NodeInfo> nodes = byDistance(20);
        lookup.start(nodes.subList(5, 20));

        assertThat(lookup.next()).extracting(Candidate::info).containsExactlyElementsOf(nodes.subList(5, 8));
        assertThat(lookup.next()).isEmpty();
        assertThat(lookup.isDone()).isFalse();
    }

    @Test
    void asksAnotherForEachThatIsSlow() {
        lookup.start(byDistance(20));
        List<Candidate> asked = lookup.next();
        lookup.onSlow(asked.get(0));

        assertThat(lookup.next()).hasSize(1);
    }

    @Test
    void endsWhenTheEightClosestHaveAnswered() {
        List<NodeInfo> nodes = byDistance(60);
        lookup.start(nodes.subList(50, 60));
        walk(candidate -> answer(candidate, nodes));

        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.closest()).extracting(Candidate::info).containsExactlyElementsOf(nodes.subList(0, 8));
        assertThat(lookup.queries()).isLessThan(30);
    }

    @Test
    void goesAroundThoseThatDoNotAnswer() {
        List<NodeInfo> nodes = byDistance(60);
        List<NodeInfo> dead = nodes.subList(0, 3);
        lookup.start(nodes.subList(40, 60));
        walk(candidate -> {
            if (dead.contains(candidate.info())) {
                lookup.onFailure(candidate);
            } else {
                answer(candidate, nodes);
            }
        });

        assertThat(lookup.closest()).extracting(Candidate::info).containsExactlyElementsOf(nodes.subList(3, 11));
    }

    @Test
    void doesNotWaitForTheSlowOnceOthersHaveAnswered() {
        lookup.start(byDistance(2));
        List<Candidate> asked = lookup.next();
        lookup.onSlow(asked.get(0));
        assertThat(lookup.isDone()).isFalse();
        lookup.onAnswer(asked.get(1), asked.get(1).info().id(), TOKEN, List.of());

        assertThat(lookup.isDone()).isTrue();
    }

    @Test
    void waitsForTheSlowIfNobodyElseIsThere() {
        lookup.start(byDistance(1));
        Candidate only = lookup.next().get(0);
        lookup.onSlow(only);
        assertThat(lookup.isDone()).isFalse();
        lookup.onFailure(only);
        assertThat(lookup.isDone()).isTrue();
    }

    @Test
    void doesNotCountWhoAnswersAsSomebodyElse() {
        lookup.start(byDistance(1));
        Candidate liar = lookup.next().get(0);
        lookup.onAnswer(liar, NodeId.random(new Random(5)), TOKEN, List.of());

        assertThat(lookup.closest()).isEmpty();
    }

    @Test
    void nodesThatClaimToBeNextToTheTargetDoNotPushOthersAside() {
        List<NodeInfo> honest = byDistance(60);
        List<NodeInfo> liars = IntStream.range(1000, 1200)
                .mapToObj(n -> near(target, 100 + n % 50, n))
                .toList();
        lookup.start(honest.subList(40, 60));
        Random random = new Random(2);
        walk(candidate -> {
            boolean lies = liars.contains(candidate.info());
            List<NodeInfo> named = new ArrayList<>(lies ? List.of() : closest(honest, candidate));
            random.ints(8, 0, liars.size()).mapToObj(liars::get).forEach(named::add);
            lookup.onAnswer(candidate, candidate.info().id(), TOKEN, named);
        });

        assertThat(lookup.closest()).extracting(Candidate::info).containsAll(honest.subList(0, 8));
        assertThat(lookup.closest()).hasSize(16);
        assertThat(lookup.queries()).isLessThan(80);
    }

    @Test
    void storesNothingAtUnboundIdsWhenTheyAreEnforced() {
        Lookup strict = new Lookup(target, own, new LookupRules(3, true, true));
        strict.start(List.of(near(target, 50, 1000)));
        Candidate unbound = strict.next().get(0);
        strict.onAnswer(unbound, unbound.info().id(), TOKEN, List.of());

        assertThat(strict.isDone()).isTrue();
        assertThat(strict.closest()).isEmpty();
    }

    @Test
    void doesNotAskItself() {
        lookup.start(byDistance(1));
        Candidate first = lookup.next().get(0);
        lookup.onAnswer(first, first.info().id(), TOKEN, List.of(new NodeInfo(own, node(7).address())));

        assertThat(lookup.next()).isEmpty();
    }

    @Test
    void oneSubnetHasOneVoice() {
        lookup.start(byDistance(1));
        Candidate first = lookup.next().get(0);
        List<NodeInfo> sameSubnet = IntStream.range(1, 9)
                .mapToObj(n -> new NodeInfo(NodeId.random(new Random(n)), at("30.1.1." + n + ":6881")))
                .toList();
        lookup.onAnswer(first, first.info().id(), TOKEN, sameSubnet);

        assertThat(lookup.next()).hasSize(1);
    }

    @Test
    void doesNotFollowTheInternetIntoOurOwnNetwork() {
        lookup.start(byDistance(1));
        Candidate first = lookup.next().get(0);
        lookup.onAnswer(
                first,
                first.info().id(),
                TOKEN,
                List.of(
                        new NodeInfo(target, at("127.0.0.1:53")),
                        new NodeInfo(target, at("192.168.0.1:53")),
                        new NodeInfo(target, at("224.0.0.1:53"))));

        assertThat(lookup.next()).isEmpty();
        assertThat(lookup.isDone()).isTrue();
    }

    @Test
    void asksOnlySoManyWhateverItIsTold() {
        Random random = new Random(9);
        int[] next = {2000};
        lookup.start(byDistance(8));
        walk(candidate -> {
            List<NodeInfo> closer = IntStream.range(0, 20)
                    .mapToObj(i -> near(target, Math.min(159, 20 + next[0] / 100), next[0]++ % 65_000))
                    .toList();
            lookup.onAnswer(candidate, candidate.info().id(), TOKEN, random.nextBoolean() ? closer : List.of());
        });
        assertThat(lookup.queries()).isLessThanOrEqualTo(200);
    }

    private void walk(Consumer<Candidate> ask) {
        List<Candidate> next = lookup.next();
        while (!next.isEmpty()) {
            next.forEach(ask);
            next = lookup.next();
        }
    }

    private void answer(Candidate candidate, List<NodeInfo> all) {
        lookup.onAnswer(candidate, candidate.info().id(), TOKEN, closest(all, candidate));
    }

    /** A node knows those around itself that are closer to the target. */
    private List<NodeInfo> closest(List<NodeInfo> all, Candidate to) {
        int place = all.indexOf(to.info());
        return all.subList(Math.max(0, place - 12), Math.min(all.size(), Math.max(8, place - 4)));
    }

    private List<NodeInfo> byDistance(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> node(n))
                .sorted((a, b) -> target.compareDistance(a.id(), b.id()))
                .toList();
    }
}
