package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, told to whoever listens. Each kind is a record with the facts of the event; kernel and plugins
 * define them alike. Immutable, and free of references into the engine.
 */
public interface Alert {
    Instant at();

    AlertCategory category();

    /** Whose torrent it is about, by its best info-hash. */
    default Optional<InfoHash> torrent() {
        return Optional.empty();
    }

    /** One line for a log, in English, complete without the fields. */
    String message();

    /** The stable name of the kind, such as {@code PieceVerified}; in the JSON form the value of {@code alert}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The facts by name, in the order of the record's components: how to read a third party's alert without its class. */
    default Map<String, Object> facts() {
        return AlertFacts.of(this);
    }
}
