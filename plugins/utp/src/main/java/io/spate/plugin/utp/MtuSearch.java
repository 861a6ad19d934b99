package io.spate.plugin.utp;

/**
 * Finds the longest datagram that gets through, by sending some that are longer than needed: first the longest there could
 * be, then halving what is left. A probe carries no more payload than any packet would, padded by extensions that everybody
 * skips: so if it is lost, the same packet is sent again without the padding. Sizes are of the payload of UDP.
 */
final class MtuSearch {
    /** Not worth another probe. */
    private static final int CLOSE_ENOUGH = 16;

    private int floor;
    private int ceiling;
    private int probe;

    /**
     * @param floor what surely gets through
     * @param ceiling what surely does not get through when longer
     */
    MtuSearch(int floor, int ceiling) {
        this.floor = Math.min(floor, ceiling);
        this.ceiling = ceiling;
    }

    /** How long packets may be now. */
    int size() {
        return floor;
    }

    boolean wantsProbe() {
        return probe == 0 && ceiling - floor >= CLOSE_ENOUGH;
    }

    /** @return how long the probe must be */
    int startProbe(boolean first) {
        probe = first ? ceiling : (floor + ceiling + 1) / 2;
        return probe;
    }

    boolean isProbing() {
        return probe != 0;
    }

    void onProbeArrived() {
        floor = Math.max(floor, probe);
        probe = 0;
    }

    void onProbeLost() {
        ceiling = Math.max(floor, probe - 1);
        probe = 0;
    }
}
