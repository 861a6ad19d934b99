package io.spate.api.net;

/** A way to dial a peer by one {@link ConnectionUpgrade}. */
public enum DialWay {
    /** Without the upgrade: the handshake of BitTorrent comes first. */
    PLAIN,
    /** With the upgrade before the handshake. */
    UPGRADED
}
