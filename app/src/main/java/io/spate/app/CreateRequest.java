package io.spate.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A torrent to make.
 *
 * @param source file or folder
 * @param pieceLength in bytes; empty: by the size of the data
 * @param trackers each a tier of its own
 */
record CreateRequest(
        Path source,
        OptionalLong pieceLength,
        boolean isPrivate,
        List<String> trackers,
        List<String> webSeeds,
        Optional<String> comment,
        Optional<String> createdBy,
        Optional<Instant> creationDate) {
    CreateRequest {
        trackers = List.copyOf(trackers);
        webSeeds = List.copyOf(webSeeds);
    }
}
