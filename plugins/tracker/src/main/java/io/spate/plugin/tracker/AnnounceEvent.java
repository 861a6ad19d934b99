package io.spate.plugin.tracker;

/** Why a tracker is told (BEP 3). */
enum AnnounceEvent {
    REGULAR("", 0),
    STARTED("started", 2),
    COMPLETED("completed", 1),
    STOPPED("stopped", 3),
    /** A partial seed: has all it wants, not all there is (BEP 21). Its number is libtorrent's. */
    PAUSED("paused", 4);

    private final String wire;
    private final int number;

    AnnounceEvent(String wire, int number) {
        this.wire = wire;
        this.number = number;
    }

    /** The value of {@code event}; empty if the parameter is left out. */
    String wire() {
        return wire;
    }

    /** What UDP trackers are told (BEP 15). */
    int number() {
        return number;
    }
}
