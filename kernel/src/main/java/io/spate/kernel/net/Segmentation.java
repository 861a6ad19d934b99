package io.spate.kernel.net;

/** Whether the system cuts rows of datagrams for a socket (UDP_SEGMENT). Confined to the loop of the socket. */
final class Segmentation {
    /** Linux: the device that the row would leave by makes no checksums, so that it cannot cut (udp_send_skb). */
    private static final int EIO = 5;

    private boolean on;

    void supported(boolean bySystem) {
        on = bySystem;
    }

    boolean isOn() {
        return on;
    }

    /**
     * A row was refused. Mostly that is because of where it was to go, which says nothing of the next one.
     *
     * @param errno of the system
     */
    void onRefused(int errno) {
        if (errno == EIO) {
            on = false;
        }
    }
}
