package io.spate.plugin.lsd;

import io.spate.api.peer.PeerSource;
import io.spate.testkit.FakePluginContext;
import io.spate.testkit.FakeTorrent;
import io.spate.testkit.PeerSourceContract;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

class LsdSourceContractTest extends PeerSourceContract {
    private final FakeTorrent shared = FakeTorrent.ofSeed(1);
    private final FakeTorrent lonely = FakeTorrent.ofSeed(2);

    @Override
    protected FakePluginContext context() {
        return new FakePluginContext("lsd", "spate.plugins.lsd.ipv6 = false");
    }

    @Override
    protected PeerSource source(FakePluginContext context) {
        context.network().neighbour(new InetSocketAddress("192.168.0.7", 6771), this::answer);
        return new LsdSource(context, new LsdSettings(context.settings()));
    }

    @Override
    protected FakeTorrent findable(FakePluginContext context) {
        return shared;
    }

    @Override
    protected FakeTorrent unanswered(FakePluginContext context) {
        return lonely;
    }

    private Optional<byte[]> answer(byte[] datagram) {
        return LsdMessage.decode(datagram)
                .filter(message ->
                        message.infoHashes().contains(shared.infoHashes().v1().orElseThrow()))
                .map(message -> new LsdMessage(
                                message.host(),
                                6999,
                                List.of(shared.infoHashes().v1().orElseThrow()),
                                Optional.of("another"))
                        .encode());
    }
}
