package io.spate.plugin.tracker;

import io.netty.buffer.ByteBuf;
import io.spate.api.InfoHash;
import io.spate.api.Loop;
import io.spate.api.net.DatagramService;
import io.spate.api.plugin.PluginContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Announces and scrapes by UDP (BEP 15, 41), over the sockets that the session shares. */
final class UdpAnnouncer implements Announcer {
    /** Before DHT and uTP, which look at less. */
    private static final int CLAIM_ORDER = 100;

    /** Above this many, those that are not in use are looked for whenever another is made. */
    private static final int MANY_CONNECTIONS = 64;

    private final DatagramService datagrams;
    private final Loop loop;
    private final UdpSettings settings;
    private final int maxPeers;
    private final RequestGuard guard;
    private final UdpTransactions transactions;
    private final Map<UdpPath, UdpConnection> connections = new HashMap<>();

    UdpAnnouncer(PluginContext context, TrackerSettings settings) {
        this.datagrams = context.network().datagrams();
        this.loop = context.timers().loop();
        this.settings = settings.udp();
        this.maxPeers = settings.maxPeers();
        this.guard = new RequestGuard(settings.ssrfMitigation());
        this.transactions = new UdpTransactions(context.random(), loop);
        datagrams.claim("tracker", CLAIM_ORDER, transactions);
    }

    @Override
    public boolean speaks(String scheme) {
        return scheme.equals("udp");
    }

    @Override
    public Duration patience() {
        return settings.timeout();
    }

    @Override
    public Exchange<AnnounceReply> announce(Target target, AnnounceRequest request, Duration timeout) {
        String path = target.url().target();
        String urlData = path.equals("/") ? "" : path;
        return new UdpExchange<>(this, target, new UdpQuestion.Announce(request, urlData, maxPeers)).start(timeout);
    }

    @Override
    public int maxScrape() {
        return UdpPacket.MAX_SCRAPE;
    }

    @Override
    public Exchange<ScrapeReply> scrape(Target target, List<InfoHash> hashes, Duration timeout) {
        return new UdpExchange<>(this, target, new UdpQuestion.Scrape(hashes)).start(timeout);
    }

    /** Empty if no socket reaches the tracker. */
    Optional<UdpConnection> connection(InetSocketAddress tracker) {
        return UdpPath.to(tracker, datagrams.localAddresses()).map(this::connection);
    }

    private UdpConnection connection(UdpPath path) {
        if (connections.size() > MANY_CONNECTIONS && !connections.containsKey(path)) {
            connections.values().removeIf(UdpConnection::isIdle);
        }
        return connections.computeIfAbsent(path, unknown -> new UdpConnection(this, unknown));
    }

    /** Takes the buffer. */
    void send(UdpPath path, ByteBuf packet) {
        datagrams.send(path.local(), path.remote(), packet);
    }

    Loop loop() {
        return loop;
    }

    UdpSettings settings() {
        return settings;
    }

    RequestGuard guard() {
        return guard;
    }

    UdpTransactions transactions() {
        return transactions;
    }
}
