package io.spate.api.net;

/** What an upgrade makes of the first bytes of an accepted link. */
public enum Recognition {
    /** They begin this upgrade. */
    YES,
    /** They do not, whatever follows. */
    NO,
    /** They may: more of them decides. */
    NEED_MORE
}
