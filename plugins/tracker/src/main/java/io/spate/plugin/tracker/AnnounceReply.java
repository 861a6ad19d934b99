package io.spate.plugin.tracker;

import io.spate.api.PeerAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a tracker said to an announce. */
sealed interface AnnounceReply permits AnnounceReply.Answer, Refusal {
    /**
     * It serves us.
     *
     * @param interval until the next regular announce
     * @param minInterval before which it does not want to be asked
     * @param trackerId to be sent back, one character a byte
     * @param complete seeds
     * @param incomplete leechers
     * @param downloaded how often the torrent was completed
     * @param externalAddress as which it sees us (BEP 24)
     */
    record Answer(
            Optional<Duration> interval,
            Optional<Duration> minInterval,
            Optional<String> trackerId,
            Optional<String> warning,
            Optional<Integer> complete,
            Optional<Integer> incomplete,
            Optional<Integer> downloaded,
            List<PeerAddress> peers,
            Optional<InetAddress> externalAddress)
            implements AnnounceReply {
        public Answer {
            peers = List.copyOf(peers);
        }
    }
}
