package io.spate.plugin.dht.node;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.BadQuery;
import io.spate.plugin.dht.krpc.Failure;
import io.spate.plugin.dht.krpc.Family;
import io.spate.plugin.dht.krpc.KrpcDecoder;
import io.spate.plugin.dht.krpc.KrpcMessage;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.NodeInfo;
import io.spate.plugin.dht.krpc.Query;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.lookup.NodeSearch;
import io.spate.plugin.dht.lookup.Search;
import io.spate.plugin.dht.node.OpenQueries.OpenQuery;
import io.spate.plugin.dht.routing.AddressRules;
import io.spate.plugin.dht.routing.BoundIds;
import io.spate.plugin.dht.routing.RoutingNode;
import io.spate.plugin.dht.routing.RoutingTable;
import io.spate.plugin.dht.store.ItemStore;
import io.spate.plugin.dht.store.PeerStore;
import io.spate.plugin.dht.store.Tokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One node of the DHT, at one address of one family (BEP 5, 32; a host with several addresses is several nodes, BEP 45). Takes
 * datagrams and the time, and gives datagrams to send and the time at which it wants to be woken. Milliseconds of a clock that only
 * goes forward. For one thread.
 */
public final class DhtNode {
    /** Nodes that a search starts from. */
    private static final int START_NODES = 2 * RoutingTable.K;

    private final Family family;
    private final NodeSettings settings;
    private final RandomGenerator random;
    private final NodeEvents events;
    private final PeerStore peers;
    private final ItemStore items;
    private final OpenQueries queries;
    private final Responder responder;
    private final Searches searches;
    private final Upkeep upkeep;
    private final AddressVotes votes = new AddressVotes();
    private final Traffic traffic;
    private final EntryPoints entries;
    private RoutingTable table;
    private Optional<DhtNode> sibling = Optional.empty();
    private boolean bootstrapped;
    private boolean closed;
    private long now;

    /**
     * @param id to begin with; it is given up when it does not fit to the address that others see us at (BEP 42)
     * @param secrets another source of randomness, of which nobody sees anything: what tokens are made of
     */
    public DhtNode(
            Family family,
            NodeId id,
            NodeSettings settings,
            RandomGenerator random,
            RandomGenerator secrets,
            NodeEvents events,
            long now) {
        this.family = family;
        this.settings = settings;
        this.random = random;
        this.events = events;
        this.now = now;
        this.table = new RoutingTable(id, settings.table(), now);
        this.peers = new PeerStore(settings.store(), random, now);
        this.items = new ItemStore(settings.store());
        this.queries = new OpenQueries(random, settings.queryTimeout());
        this.responder = new Responder(family, new Knowledge(), peers, items, new Tokens(secrets, now));
        this.searches = new Searches(settings.maxSearches(), settings.maxWaiting(), this::start);
        this.upkeep = new Upkeep(now);
        this.traffic = new Traffic(settings, events, now);
        this.entries = new EntryPoints(family);
    }

    public Family family() {
        return family;
    }

    public NodeId id() {
        return table.own();
    }

    /** Our address as others see it. */
    public Optional<InetAddress> externalAddress() {
        return votes.elected();
    }

    /** The node of the other family, if there is one: each helps the other to enter, and names its nodes to who asks (BEP 32). */
    public void sibling(Optional<DhtNode> other) {
        sibling = other;
    }

    // What comes in

    /** @param bytes not to be changed afterwards */
    public void onDatagram(byte[] bytes, InetSocketAddress from, long time) {
        now = time;
        traffic.onReceived(bytes.length);
        Optional<KrpcMessage> message = KrpcDecoder.decode(bytes);
        if (message.isPresent() && message.get() instanceof Reply reply) {
            onReply(reply, from);
        } else if (message.isPresent() && message.get() instanceof Failure failure) {
            queries.close(failure, from, now).ifPresent(answered -> onFailure(answered, failure, from));
        } else if (traffic.admits(bytes.length, from, now)) {
            message.ifPresent(query -> onQuery(query, from));
        } else {
            traffic.onDropped();
        }
    }

    private void onQuery(KrpcMessage message, InetSocketAddress from) {
        if (message instanceof Query query) {
            traffic.send(responder.answer(query, from, now), from);
            if (!query.readOnly()) {
                table.onHeard(new NodeInfo(query.id(), from), true, now);
            }
        } else if (message instanceof BadQuery bad) {
            traffic.send(bad, from);
        }
    }

    private void onReply(Reply reply, InetSocketAddress from) {
        Optional<OpenQueries.Answered> answered = queries.close(reply, from, now);
        if (answered.isEmpty()) {
            traffic.onDropped();
            return;
        }
        Optional<NodeInfo> expected = answered.get().query().node();
        if (expected.isPresent() && !expected.get().id().equals(reply.id())) {
            table.onLie(from, now);
        } else if (!entries.isRouter(from)) {
            table.onAnswer(new NodeInfo(reply.id(), from), answered.get().tookMillis(), now);
        }
        entries.remove(from);
        learn(reply, from.getAddress());
        answered.get().query().asker().onReply(reply);
    }

    private void onFailure(OpenQueries.Answered answered, Failure failure, InetSocketAddress from) {
        table.onAsked(from, now);
        answered.query().asker().onFailure(failure);
    }

    /** What a reply tells besides what it answers. */
    private void learn(Reply reply, InetAddress from) {
        reply.seenAs()
                .filter(seen -> Family.of(seen.getAddress()) == family)
                .filter(seen -> votes.vote(from, seen.getAddress()))
                .ifPresent(seen -> onAddress(seen.getAddress()));
        onNamed(reply.nodes(family), from);
        Family other = family == Family.IPV4 ? Family.IPV6 : Family.IPV4;
        sibling.ifPresent(node -> node.onNamedByOther(reply.nodes(other), from, now));
    }

    private void onNamed(List<NodeInfo> nodes, InetAddress by) {
        for (NodeInfo node : nodes) {
            if (AddressRules.mayName(by, node.address().getAddress())) {
                table.onHeard(node, false, now);
            }
        }
    }

    private void onNamedByOther(List<NodeInfo> nodes, InetAddress by, long time) {
        now = time;
        onNamed(nodes, by);
        if (!nodes.isEmpty() && table.size() == 0) {
            upkeep.enterSoon(now);
        }
    }

    /** Others see us at another address than before: an id that does not fit to it makes others distrust us. */
    private void onAddress(InetAddress external) {
        if (BoundIds.fits(table.own(), external)) {
            return;
        }
        RoutingTable before = table;
        table = new RoutingTable(BoundIds.create(external, random), settings.table(), now);
        before.nodes().forEach(node -> table.onHeard(node.info(), false, now));
        upkeep.enterSoon(now);
        events.onIdChanged(external, table.own());
    }

    // What time brings

    /** Does what is due. To be called at {@link #wakeAt}, and may be called at any other time. */
    public void wake(long time) {
        now = time;
        queries.takeSlow(now).forEach(query -> query.asker().onSlow());
        queries.takeExpired(now).forEach(this::onTimeout);
        if (upkeep.isEntryDue(now)) {
            enter();
        }
        if (upkeep.isCheckDue(table.size(), now)) {
            check();
        }
        if (upkeep.isExpiryDue(now)) {
            peers.expire(now);
            items.expire(now);
        }
    }

    public long wakeAt() {
        return Math.min(queries.wakeAt(), upkeep.wakeAt());
    }

    private void onTimeout(OpenQuery query) {
        table.onFailure(query.to(), now);
        entries.remove(query.to());
        query.asker().onTimeout();
    }

    private void enter() {
        boolean started = searches.add(new NodeSearch(table.own(), closest -> {
            upkeep.onEntered(table, now);
            if (!bootstrapped && table.size() > 0) {
                bootstrapped = true;
                events.onBootstrapped(table.size());
            }
        }));
        if (!started) {
            upkeep.onEntered(table, now);
        }
    }

    private void check() {
        if (table.size() == 0) {
            upkeep.onAlone(now);
        }
        table.nextToCheck(now).ifPresent(node -> {
            // What a bucket lacks is better asked for than a bare sign of life.
            NodeId around = table.own().randomSharing(Math.min(table.own().sharedBits(node.id()), 159), random);
            ask(node.address(), Optional.of(node), new Arguments.FindNode(around, Want.UNSAID), reply -> {});
        });
        table.nextToRefresh(random, now).ifPresent(target -> searches.add(new NodeSearch(target, closest -> {})));
    }

    // What others want of it

    /** Addresses where there may be nodes: saved ones, those of torrents and peers. */
    public void addNodes(Collection<InetSocketAddress> addresses, long time) {
        now = time;
        entries.add(addresses);
        if (table.size() < RoutingTable.K) {
            upkeep.enterSoon(now);
            return;
        }
        entries.take(addresses).forEach(address -> ask(address, Optional.empty(), new Arguments.Ping(), reply -> {}));
    }

    /** Nodes that are only asked the way, and have no place in the table. */
    public void addRouters(Collection<InetSocketAddress> addresses, long time) {
        now = time;
        entries.addRouters(addresses);
        if (table.size() < RoutingTable.K) {
            upkeep.enterSoon(now);
        }
    }

    /** Nodes of an earlier run. */
    public void restore(List<NodeInfo> nodes, long time) {
        now = time;
        nodes.forEach(node -> table.onHeard(node, false, now));
        addNodes(nodes.stream().map(NodeInfo::address).toList(), time);
    }

    /** @return false if too many searches are waiting; it is then not started */
    public boolean search(Search search, long time) {
        now = time;
        return searches.add(search);
    }

    /** Asks one node. @param onEnd gets the reply, or nothing if there is none */
    public void ask(InetSocketAddress to, Arguments question, Consumer<Optional<Reply>> onEnd, long time) {
        now = time;
        ask(to, Optional.empty(), question, onEnd);
    }

    /** What it knows, to go on with later: nodes that answered lately. */
    public List<NodeInfo> goodNodes() {
        return table.nodes().stream()
                .filter(node -> node.isGood(now))
                .map(RoutingNode::info)
                .toList();
    }

    public NodeStatus status() {
        return new NodeStatus(
                family,
                table.own(),
                votes.elected(),
                goodNodes(),
                table.replacements(),
                peers.torrents(),
                peers.peers(),
                items.size(),
                searches.size(),
                traffic.bytesIn(),
                traffic.bytesOut(),
                traffic.dropped());
    }

    /** Ends all searches; nothing is sent any more. */
    public void close() {
        closed = true;
        searches.close();
        queries.takeAll().forEach(query -> query.asker().onTimeout());
        traffic.takeOutgoing();
    }

    /** What is to be sent, in order; forgotten by this call. */
    public List<Datagram> takeOutgoing() {
        return traffic.takeOutgoing();
    }

    private void start(Search search) {
        List<NodeInfo> known = table.closest(search.target(), START_NODES, now);
        boolean few = known.size() < RoutingTable.K;
        Want want = few && sibling.isPresent() ? Want.BOTH : Want.UNSAID;
        Set<InetSocketAddress> asked = few ? entries.besides(known) : Set.of();
        search.onReply(ownAnswer(search.question(Want.UNSAID)));
        RunningSearch running =
                new RunningSearch(new AskingNetwork(), search, settings.lookup(), want, searches::onEnd);
        running.start(known, asked);
    }

    /** We may be one of those who keep what is looked for. */
    private Reply ownAnswer(Arguments question) {
        InetSocketAddress us = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Query query = new Query(new byte[0], table.own(), question, true);
        return responder.answer(query, us, now) instanceof Reply reply
                ? reply
                : Reply.to(query.transaction(), table.own()).build();
    }

    private void ask(
            InetSocketAddress to, Optional<NodeInfo> node, Arguments question, Consumer<Optional<Reply>> onEnd) {
        ask(to, node, question, new OpenQueries.Asker() {
            @Override
            public void onReply(Reply reply) {
                onEnd.accept(Optional.of(reply));
            }

            @Override
            public void onTimeout() {
                onEnd.accept(Optional.empty());
            }
        });
    }

    private void ask(InetSocketAddress to, Optional<NodeInfo> node, Arguments question, OpenQueries.Asker asker) {
        // Nobody would wake us to give up what is asked after the end.
        Optional<byte[]> transaction = closed ? Optional.empty() : queries.open(to, node, asker, now);
        if (transaction.isEmpty()) {
            asker.onTimeout();
            return;
        }
        table.onAsked(to, now);
        traffic.send(new Query(transaction.get(), table.own(), question, settings.readOnly()), to);
    }

    private final class Knowledge implements Responder.Knowledge {
        @Override
        public NodeId own() {
            return table.own();
        }

        @Override
        public List<NodeInfo> closest(NodeId target, Family of) {
            return of == family
                    ? table.closest(target, RoutingTable.K, now)
                    : sibling.map(other -> other.table.closest(target, RoutingTable.K, now))
                            .orElse(List.of());
        }
    }

    private final class AskingNetwork implements RunningSearch.Network {
        @Override
        public Family family() {
            return family;
        }

        @Override
        public NodeId own() {
            return table.own();
        }

        @Override
        public boolean isRouter(InetSocketAddress address) {
            return entries.isRouter(address);
        }

        @Override
        public void ask(InetSocketAddress to, Optional<NodeInfo> node, Arguments question, OpenQueries.Asker asker) {
            DhtNode.this.ask(to, node, question, asker);
        }
    }
}
