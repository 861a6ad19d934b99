package io.spate.plugin.dht.krpc;

/**
 * Of which families a reply shall name nodes (BEP 32).
 *
 * @param given whether the query says so; if not, those of the family it came by
 */
public record Want(boolean ipv4, boolean ipv6, boolean given) {
    public static final Want UNSAID = new Want(false, false, false);
    public static final Want BOTH = new Want(true, true, true);

    /** @param by the family that the query came by */
    public boolean includes(Family family, Family by) {
        return given ? (family == Family.IPV4 ? ipv4 : ipv6) : family == by;
    }
}
