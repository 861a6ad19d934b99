package io.spate.plugin.tracker;

import java.time.Duration;

/** When a tracker that failed may be asked again. */
sealed interface Retry {
    Retry AFTER_BACK_OFF = new AfterBackOff();
    Retry NEVER = new Never();

    /** As our own back-off says. */
    record AfterBackOff() implements Retry {}

    /** As the tracker says ({@code retry in}, BEP 31). */
    record After(Duration delay) implements Retry {}

    /** The tracker will not serve this torrent ({@code retry in: never}). */
    record Never() implements Retry {}
}
