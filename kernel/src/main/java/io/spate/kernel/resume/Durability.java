package io.spate.kernel.resume;

/** How much of a disaster something recorded survives. */
enum Durability {
    /** The end of the process, but no power loss. */
    HANDED_TO_SYSTEM,
    /** As before, but a sync that covers it is on its way. */
    BEING_SYNCED,
    /** A power loss. */
    SYNCED
}
