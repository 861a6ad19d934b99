package io.spate.plugin.dht.lookup;

import io.spate.plugin.dht.krpc.Arguments;
import io.spate.plugin.dht.krpc.NodeId;
import io.spate.plugin.dht.krpc.Reply;
import io.spate.plugin.dht.krpc.Want;
import io.spate.plugin.dht.routing.AddressRules;
import io.spate.plugin.dht.store.BloomFilter;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks for the peers of a torrent, and perhaps announces us as one at the nodes that are closest to it (BEP 5, 33). */
public final class PeerSearch extends Search {
    /** More peers than a torrent can use are not kept, whatever nodes tell. */
    private static final int MAX_PEERS = 4000;

    private final Supplier<Optional<Announce>> announce;
    private final boolean noSeed;
    private final boolean scrape;
    private final Consumer<List<InetSocketAddress>> onPeers;
    private final Consumer<Result> onEnd;
    private final Set<InetSocketAddress> peers = new LinkedHashSet<>();
    private final BloomFilter seeds = new BloomFilter();
    private final BloomFilter leechers = new BloomFilter();
    private int scraped;
    private int taken;

    /**
     * @param announce asked at the end, when it is time to: who searches may have left the swarm meanwhile
     * @param noSeed whether seeds are of no use to us
     * @param scrape whether numbers are wanted, which leave less room for peers
     * @param onPeers gets peers as they come, each once
     */
    public PeerSearch(
            NodeId infoHash,
            Supplier<Optional<Announce>> announce,
            boolean noSeed,
            boolean scrape,
            Consumer<List<InetSocketAddress>> onPeers,
            Consumer<Result> onEnd) {
        super(infoHash);
        this.announce = announce;
        this.noSeed = noSeed;
        this.scrape = scrape;
        this.onPeers = onPeers;
        this.onEnd = onEnd;
    }

    @Override
    public Arguments question(Want want) {
        return new Arguments.GetPeers(target(), want, noSeed, scrape);
    }

    @Override
    public void onReply(Reply reply) {
        List<InetSocketAddress> news = reply.values().stream()
                .filter(AddressRules::isPossible)
                .filter(peer -> peers.size() < MAX_PEERS && peers.add(peer))
                .toList();
        if (!news.isEmpty()) {
            onPeers.accept(news);
        }
        if (scrape) {
            count(reply);
        }
    }

    /** A node that knows no filters tells some peers: they count as leechers unless they are known as seeds (BEP 33). */
    private void count(Reply reply) {
        if (reply.scrape().isPresent()) {
            seeds.add(reply.scrape().get().seeds());
            leechers.add(reply.scrape().get().peers());
            scraped++;
        } else if (!reply.values().isEmpty()) {
            reply.values().stream()
                    .map(InetSocketAddress::getAddress)
                    .filter(peer -> !seeds.mayContain(peer))
                    .forEach(leechers::add);
            scraped++;
        }
    }

    @Override
    public Optional<Arguments> parting(Candidate node) {
        return announce.get().flatMap(us -> node.token()
                .map(token -> new Arguments.AnnouncePeer(target(), us.port(), us.impliedPort(), us.seed(), token)));
    }

    @Override
    public void onTaken() {
        taken++;
    }

    @Override
    public void onEnd(Ending ending) {
        onEnd.accept(new Result(
                List.copyOf(peers),
                ending.closest().size(),
                ending.asked(),
                taken,
                seeds.count(),
                leechers.count(),
                scraped));
    }

    /**
     * @param nodes of the closest that answered
     * @param asked how many nodes were asked
     * @param taken at how many nodes we are announced
     * @param seeds about so many, if it was a scrape
     * @param leechers about so many, if it was a scrape
     * @param scraped how many nodes told
     */
    public record Result(
            List<InetSocketAddress> peers, int nodes, int asked, int taken, int seeds, int leechers, int scraped) {
        public Result {
            peers = List.copyOf(peers);
        }
    }
}
