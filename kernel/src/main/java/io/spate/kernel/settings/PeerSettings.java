package io.spate.kernel.settings;

import io.spate.api.plugin.Settings;
import java.time.Duration;

/**
 * {@code spate.peers}: how far a peer is trusted and how long it is waited for.
 *
 * @param requestQueueTime how much of a peer's rate is kept requested ahead
 * @param maxRequests outstanding to one peer
 * @param maxIncomingRequests of one peer that are kept; what is beyond is rejected
 * @param pieceTimeout a peer that sends no block for so long is snubbed
 * @param requestTimeout a peer that leaves one request unanswered for so long is snubbed
 * @param keepAlive a message is sent at least so often
 * @param timeout a peer that says nothing for so long is let go
 * @param handshakeTimeout from the connection to the end of the handshake
 * @param connectTimeout for a connection to be made
 * @param maxKnown peers of one torrent that are remembered
 * @param reconnectDelay after which an address that failed once is tried again
 * @param maxFailures of an address until it is tried no more
 * @param closeRedundant whether a connection ends when neither end wants data
 */
public record PeerSettings(
        Duration requestQueueTime,
        int maxRequests,
        int maxIncomingRequests,
        Duration pieceTimeout,
        Duration requestTimeout,
        Duration keepAlive,
        Duration timeout,
        Duration handshakeTimeout,
        Duration connectTimeout,
        int maxKnown,
        Duration reconnectDelay,
        int maxFailures,
        boolean closeRedundant) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** @param peers the section {@code spate.peers} */
    public static PeerSettings from(Settings peers) {
        return new PeerSettings(
                peers.duration("request-queue-time", Duration.ofMillis(100), Duration.ofSeconds(60)),
                peers.integer("max-requests", 2, 10_000),
                peers.integer("max-incoming-requests", 50, 100_000),
                peers.duration("piece-timeout", SECOND, TEN_MINUTES),
                peers.duration("request-timeout", SECOND, TEN_MINUTES),
                peers.duration("keep-alive", Duration.ofSeconds(10), Duration.ofSeconds(110)),
                peers.duration("timeout", Duration.ofSeconds(30), Duration.ofHours(1)),
                peers.duration("handshake-timeout", SECOND, TWO_MINUTES),
                peers.duration("connect-timeout", SECOND, TWO_MINUTES),
                peers.integer("max-known", 10, 100_000),
                peers.duration("reconnect-delay", SECOND, Duration.ofDays(1)),
                peers.integer("max-failures", 1, 100),
                peers.bool("close-redundant"));
    }
}
