package io.spate.plugin.tracker;

/** What is asked of a UDP tracker (BEP 15); its reply repeats the number, or says {@link #ERROR}. */
enum UdpAction {
    CONNECT,
    ANNOUNCE,
    SCRAPE,
    ERROR;

    int number() {
        return ordinal();
    }
}
