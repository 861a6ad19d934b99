package io.spate.api.net;

/** What a link is, for limits and statistics to select on. */
public enum LinkTag {
    TCP,
    UTP,
    /** Neither TCP nor uTP: a transport of a third party. */
    OTHER_TRANSPORT,
    IPV6,
    ENCRYPTED,
    /** To an address of this host or of the local network. */
    LOCAL
}
