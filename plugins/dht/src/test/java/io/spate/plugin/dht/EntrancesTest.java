package io.spate.plugin.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.spate.api.HostAndPort;
import io.spate.testkit.FakePluginContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntrancesTest {
    private final FakePluginContext context = new FakePluginContext("dht", "");
    private final List<InetSocketAddress> found = new ArrayList<>();
    private final Entrances entrances = new Entrances(
            context, new DhtSettings(context.settings()), (addresses, routers) -> found.addAll(addresses));

    @AfterEach
    void leave() {
        context.close();
    }

    @Test
    void looksUpOnlySoManyHostsOfATorrent() {
        entrances.add(hosts(5_000));
        context.time().runReady();

        assertThat(found).hasSize(100);
    }

    @Test
    void looksUpNewHostsThoughItKeepsNoMore() {
        entrances.add(hosts(100));
        context.time().runReady();
        found.clear();

        entrances.add(List.of(new HostAndPort("192.0.2.9", 5)));
        context.time().runReady();

        assertThat(found).containsExactly(new InetSocketAddress("192.0.2.9", 5));
    }

    private static List<HostAndPort> hosts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(port -> new HostAndPort("192.0.2.1", port))
                .toList();
    }
}
