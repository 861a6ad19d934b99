package io.spate.api;

/** Why something failed, coarse enough to count. The name is the stable part; the message is for people. */
public enum ErrorCode {
    /** A torrent file or an info dictionary is not what BEP 3, 47 or 52 asks for. */
    BAD_TORRENT(Blame.INPUT),
    /** A magnet link cannot be read (BEP 9, 53). */
    BAD_MAGNET(Blame.INPUT),
    /** A bencoded value cannot be read, or is over a limit. */
    BAD_BENCODE(Blame.INPUT),
    /** A setting is unknown, of the wrong type or out of range. */
    BAD_SETTING(Blame.INPUT),
    /** What was asked for needs a plugin that is not loaded, or is not supported. */
    UNSUPPORTED(Blame.INPUT),
    /** The torrent is already in the session. */
    DUPLICATE_TORRENT(Blame.INPUT),
    /** A peer, a tracker or another remote end broke its protocol. */
    PROTOCOL(Blame.REMOTE),
    /** A remote end could not be reached, or did not answer in time. */
    UNREACHABLE(Blame.REMOTE),
    /** A tracker answered that it will not serve us. */
    TRACKER_FAILURE(Blame.REMOTE),
    /** The address to listen on is in use or not ours. */
    LISTEN_FAILED(Blame.ENVIRONMENT),
    /** The disk is full. */
    STORAGE_FULL(Blame.ENVIRONMENT),
    /** A file or directory cannot be read, written or made. */
    STORAGE_FAILED(Blame.ENVIRONMENT),
    /** Saved state cannot be read or written, or another process has it. */
    STATE_FAILED(Blame.ENVIRONMENT),
    /** A plugin cannot be loaded, or failed. */
    PLUGIN_FAILED(Blame.PLUGIN),
    /** The session or the torrent is stopped. */
    STOPPED(Blame.CALLER),
    /** A defect in the engine. */
    INTERNAL(Blame.ENGINE);

    /** Who can mend it. */
    public enum Blame {
        INPUT,
        REMOTE,
        ENVIRONMENT,
        PLUGIN,
        CALLER,
        ENGINE
    }

    private final Blame blame;

    ErrorCode(Blame blame) {
        this.blame = blame;
    }

    public Blame blame() {
        return blame;
    }
}
