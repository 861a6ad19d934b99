package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.lookup.Candidate;
import io.spate.plugin.dht.lookup.Lookup;
import io.spate.plugin.dht.lookup.LookupRules;
import io.spate.plugin.dht.lookup.Search;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A search under way: asks along the lookup, and at its end leaves what is to be left. Tells its end once. */
final class RunningSearch {
    private final Network network;
    private final Search search;
    private final Lookup lookup;
    private final Want want;
    private final Runnable onEnd;
    private int entries;
    private int partings;
    private boolean isParting;
    private boolean ended;

    /**
     * @param want of which families nodes shall be named
     * @param onEnd called once
     */
    RunningSearch(Network network, Search search, LookupRules rules, Want want, Runnable onEnd) {
        this.network = network;
        this.search = search;
        this.lookup = new Lookup(search.target(), network.own(), rules);
        this.want = want;
        this.onEnd = onEnd;
    }

    /** How a search asks. */
    interface Network {
        Family family();

        NodeId own();

        boolean isRouter(InetSocketAddress address);

        /** Calls one of the asker's methods, at once if the query cannot be sent. */
        void ask(InetSocketAddress to, Optional<NodeInfo> node, Arguments question, OpenQueries.Asker asker);
    }

    /**
     * @param nodes that are known
     * @param addresses where there may be nodes, to be asked besides
     */
    void start(List<NodeInfo> nodes, Collection<InetSocketAddress> addresses) {
        lookup.start(nodes);
        entries = addresses.size();
        addresses.forEach(address -> network.ask(address, Optional.empty(), search.question(want), new Entry(address)));
        step();
    }

    private void step() {
        if (ended || isParting) {
            return;
        }
        if (search.isSatisfied()) {
            end();
            return;
        }
        for (Candidate each : lookup.next()) {
            network.ask(each.info().address(), Optional.of(each.info()), search.question(want), new Step(each));
        }
        if (entries <= 0 && lookup.isDone() && !isParting && !ended) {
            part();
        }
    }

    private void part() {
        isParting = true;
        partings = 1; // until all are on their way
        for (Candidate each : lookup.closest()) {
            search.parting(each).ifPresent(left -> {
                partings++;
                network.ask(each.info().address(), Optional.of(each.info()), left, new Parting());
            });
        }
        onParted();
    }

    private void onParted() {
        if (--partings == 0) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            search.onEnd(new Search.Ending(lookup.closest(), lookup.queries()));
            onEnd.run();
        }
    }

    private void accept(Reply reply) {
        if (!ended && !isParting) {
            search.onReply(reply);
        }
    }

    /** The answer to one query of the walk. */
    private final class Step implements OpenQueries.Asker {
        private final Candidate candidate;

        private Step(Candidate candidate) {
            this.candidate = candidate;
        }

        @Override
        public void onReply(Reply reply) {
            accept(reply);
            lookup.onAnswer(candidate, reply.id(), reply.token(), reply.nodes(network.family()));
            step();
        }

        @Override
        public void onSlow() {
            lookup.onSlow(candidate);
            step();
        }

        @Override
        public void onTimeout() {
            lookup.onFailure(candidate);
            step();
        }
    }

    /** The answer of somebody of whom only the address is known. */
    private final class Entry implements OpenQueries.Asker {
        private final InetSocketAddress address;
        private boolean counts = true;

        private Entry(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public void onReply(Reply reply) {
            accept(reply);
            List<NodeInfo> named = reply.nodes(network.family());
            if (network.isRouter(address)) {
                lookup.onNamed(named, address.getAddress());
            } else {
                lookup.onEntryAnswer(new NodeInfo(reply.id(), address), reply.token(), named);
            }
            passed();
        }

        @Override
        public void onSlow() {
            passed();
        }

        @Override
        public void onTimeout() {
            passed();
        }

        private void passed() {
            if (counts) {
                counts = false;
                entries--;
            }
            step();
        }
    }

    /** The answer to what was left with a node. */
    private final class Parting implements OpenQueries.Asker {
        private boolean counts = true;

        @Override
        public void onReply(Reply reply) {
            if (!ended) {
                search.onTaken();
            }
            passed();
        }

        @Override
        public void onFailure(Failure failure) {
            if (!ended) {
                search.onRefused(failure);
            }
            passed();
        }

        @Override
        public void onSlow() {
            passed();
        }

        @Override
        public void onTimeout() {
            passed();
        }

        private void passed() {
            if (counts) {
                counts = false;
                onParted();
            }
        }
    }
}
