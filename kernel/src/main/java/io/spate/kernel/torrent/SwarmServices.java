package io.spate.kernel.torrent;

import io.spate.api.PeerId;
import io.spate.api.alert.Alerts;
import io.spate.kernel.peer.PeerDialer;
import io.spate.kernel.settings.LimitSettings;
import io.spate.kernel.settings.PeerSettings;
import java.time.Clock;

/** What the session gives to every swarm. */
public record SwarmServices(
        PeerId peerId,
        PeerDialer dialer,
        Alerts alerts,
        Clock clock,
        PeerSettings peerLimits,
        LimitSettings limits,
        ConnectionCount sessionCount,
        DialBudget dials) {}
