package io.spate.api.session;

import io.spate.api.PeerAddress;
import java.util.Optional;

/**
 * How a connected peer stands.
 *
 * @param source who told us of it: a peer source's name, {@code incoming}, {@code user}
 * @param client name and version, as it says
 * @param pieces that it has
 * @param downloadRate bytes a second of payload from it
 * @param uploadRate bytes a second of payload to it
 * @param requests blocks that we asked for and that are outstanding
 */
public record PeerStatus(
        PeerAddress address,
        String transport,
        boolean incoming,
        String source,
        Optional<String> client,
        int pieces,
        long downloaded,
        long uploaded,
        long downloadRate,
        long uploadRate,
        boolean amChoking,
        boolean amInterested,
        boolean peerChoking,
        boolean peerInterested,
        int requests) {}
