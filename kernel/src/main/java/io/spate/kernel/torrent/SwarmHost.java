package io.spate.kernel.torrent;

import io.spate.api.Loop;
import io.spate.api.bencode.BencodeValue;
import io.spate.kernel.peer.CloseReason;
import io.spate.kernel.peer.ConnectionHost;
import io.spate.kernel.peer.OpenHook;
import io.spate.kernel.peer.OpenProtocol;
import io.spate.kernel.peer.PeerConnection;
import io.spate.kernel.rate.RateLimit;
import io.spate.kernel.settings.PeerSettings;
import io.spate.kernel.wire.ExtensionHandshake;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What the connections of one torrent are given, and whom they tell. */
record SwarmHost(
        TorrentServices services,
        Loop loop,
        TorrentPlugins plugins,
        BiConsumer<PeerConnection, ExtensionHandshake> introduced,
        BiConsumer<PeerConnection, CloseReason> closed)
        implements ConnectionHost {
    @Override
    public PeerSettings limits() {
        return services.swarm().peerLimits();
    }

    @Override
    public RateLimit downloadLimit() {
        return services.downloadLimit();
    }

    @Override
    public String userAgent() {
        return services.userAgent();
    }

    @Override
    public int listenPort() {
        return services.contributions().session().listenPort();
    }

    @Override
    public List<OpenProtocol> protocols() {
        return plugins.protocols();
    }

    @Override
    public List<OpenHook> hooks() {
        return plugins.hooks();
    }

    @Override
    public Map<String, BencodeValue> handshakeKeys() {
        return plugins.handshakeKeys();
    }

    @Override
    public void onIntroduced(PeerConnection peer, ExtensionHandshake handshake) {
        introduced.accept(peer, handshake);
    }

    @Override
    public void onClosed(PeerConnection peer, CloseReason reason) {
        closed.accept(peer, reason);
    }
}
