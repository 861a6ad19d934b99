package io.spate.api.peer;

/**
 * What is known of a peer beside its address: the flags that peer exchange tells (BEP 11). A trait that is missing says
 * nothing. Of a peer that is not connected it is hearsay: a hint whom to try first and how, never a reason to trust.
 */
public enum PeerTrait {
    /** It prefers encrypted links, or has one. */
    PREFERS_ENCRYPTION,
    /** It wants no data: a seed, or a partial seed (BEP 21). */
    UPLOAD_ONLY,
    /** It speaks uTP (BEP 29). */
    UTP,
    /** It takes part in hole punching (BEP 55). */
    HOLEPUNCH,
    /** Somebody who dialled it got through: it is behind no NAT or firewall that keeps strangers out. */
    REACHABLE
}
