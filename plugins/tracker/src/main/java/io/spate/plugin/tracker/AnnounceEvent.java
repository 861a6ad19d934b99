package io.spate.plugin.tracker;

/** Why a tracker is told (BEP 3). */
enum AnnounceEvent {
    REGULAR(""),
    STARTED("started"),
    COMPLETED("completed"),
    STOPPED("stopped"),
    /** A partial seed: has all it wants, not all there is (BEP 21). */
    PAUSED("paused");

    private final String wire;

    AnnounceEvent(String wire) {
        this.wire = wire;
    }

    /** The value of {@code event}; empty if the parameter is left out. */
    String wire() {
        return wire;
    }
}
