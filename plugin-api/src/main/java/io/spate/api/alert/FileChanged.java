package io.spate.api.alert;

import io.spate.api.InfoHash;
import java.time.Instant;
import java.util.Optional;

/** A file was changed, cut, removed or put there behind the engine's back; its pieces are compared again. */
public record FileChanged(Instant at, InfoHash infoHash, String file, String reason) implements Alert {
    @Override
    public AlertCategory category() {
        return AlertCategory.STORAGE;
    }

    @Override
    public Optional<InfoHash> torrent() {
        return Optional.of(infoHash);
    }

    @Override
    public String message() {
        return file + ": " + reason + "; compared again";
    }
}
