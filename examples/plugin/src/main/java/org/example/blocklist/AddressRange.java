package org.example.blocklist;

import io.spate.api.HostAndPort;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin with the same bits.
 *
 * @param network any of them
 * @param bits in common, 0..32 or 0..128
 */
record AddressRange(InetAddress network, int bits) {
    AddressRange {
        if (bits < 0 || bits > bitsOf(network)) {
            throw new IllegalArgumentException("bits: " + bits + " (expected: 0.." + bitsOf(network) + ")");
        }
    }

    /** Reads {@code 203.0.113.7} or {@code 2001:db8::/32}; empty if it is neither. Never asks a name server. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", 2);
        return literal(parts[0]).flatMap(network -> {
            int bits = parts.length == 1 ? bitsOf(network) : number(parts[1]);
            return bits >= 0 && bits <= bitsOf(network)
                    ? Optional.of(new AddressRange(network, bits))
                    : Optional.empty();
        });
    }

    boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }

    private static Optional<InetAddress> literal(String text) {
        return text.isBlank() ? Optional.empty() : new HostAndPort(text, 0).literal();
    }

    private static int bitsOf(InetAddress address) {
        return address.getAddress().length * 8;
    }

    private static int number(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }
}
