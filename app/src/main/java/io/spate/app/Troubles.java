package io.spate.app;

import io.spate.api.alert.Alert;
import io.spate.api.alert.AlertCategory;
import io.spate.api.alert.TorrentFailed;
import io.spate.api.tracker.TrackerFailed;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Picks from the alerts what a user should know: each trouble once as a warning, and what keeps peers from being found. */
final class Troubles {
    static final Set<AlertCategory> CATEGORIES = EnumSet.of(AlertCategory.ERROR, AlertCategory.TRACKER);

    /** So that a torrent that fails in ever new words cannot fill the memory. */
    private static final int MAX_TOLD = 1000;

    private final Set<String> told = new HashSet<>();
    private volatile Optional<String> tracker = Optional.empty();

    void onAlert(Alert alert, Output output) {
        if (alert instanceof TrackerFailed) {
            tracker = Optional.of(Printable.line(alert.message()));
        } else if (isWarning(alert) && told.size() < MAX_TOLD && told.add(alert.message())) {
            output.warn("spate: " + Printable.line(alert.message()));
        }
    }

    /** Why the last announce failed, if one did. */
    Optional<String> tracker() {
        return tracker;
    }

    /** The end of a torrent is told by the verb, what a plugin does wrong by the log. */
    private static boolean isWarning(Alert alert) {
        return alert.category() == AlertCategory.ERROR && !(alert instanceof TorrentFailed);
    }
}
