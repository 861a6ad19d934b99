package io.spate.plugin.utp;

/**
 * The numbers that a connection goes by. Times in microseconds, sizes in bytes.
 *
 * @param targetDelay how long packets may wait in queues
 * @param gain by which the congestion window grows in a round trip
 * @param lossMultiplier what is left of it after a loss, 0..1
 * @param minTimeout the least time to wait for an acknowledgement
 * @param connectTimeout in which a SYN and those after it must be answered
 * @param synResends how often a SYN is sent again
 * @param finResends how often a FIN is
 * @param resends how often in a row it is waited in vain before a connection is dead
 * @param ackDelay how long an acknowledgement may wait for company
 * @param receiveBuffer what a connection holds of what it got
 * @param sendBuffer what a connection has under way at most
 */
record UtpLimits(
        long targetDelay,
        int gain,
        double lossMultiplier,
        long minTimeout,
        long connectTimeout,
        int synResends,
        int finResends,
        int resends,
        long ackDelay,
        int receiveBuffer,
        int sendBuffer) {
    UtpLimits {
        if (targetDelay < 1 || gain < 1 || lossMultiplier < 0 || lossMultiplier > 1 || connectTimeout < 1) {
            throw new IllegalArgumentException("uTP limits out of range: target delay " + targetDelay + ", gain " + gain
                    + ", loss multiplier " + lossMultiplier + ", connect timeout " + connectTimeout);
        }
        if (synResends < 0 || finResends < 0 || resends < 0 || receiveBuffer < 1 || sendBuffer < 1) {
            throw new IllegalArgumentException("uTP limits out of range: resends " + synResends + ", " + finResends
                    + ", " + resends + ", buffers " + receiveBuffer + ", " + sendBuffer);
        }
    }
}
