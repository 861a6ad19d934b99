package io.spate.kernel.settings;

import io.spate.api.HostAndPort;
import io.spate.api.plugin.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * {@code spate.transports}, {@code spate.listen} and {@code spate.network}.
 *
 * @param transports names in order of preference; one that is not loaded is no error
 * @param listen where peers are accepted; port 0 for a free one
 * @param outgoingAddresses where all TCP that we open comes from, at most one a family; empty for that of listen, or the system's
 *     choice
 * @param congestion how TCP decides how fast to send
 */
public record NetworkSettings(
        List<String> transports,
        List<InetSocketAddress> listen,
        List<InetAddress> outgoingAddresses,
        CongestionSettings congestion) {
    private static final String OUTGOING = "outgoing-address";

    public NetworkSettings {
        transports = List.copyOf(transports);
        listen = List.copyOf(listen);
        outgoingAddresses = List.copyOf(outgoingAddresses);
    }

    /** @param spate the section {@code spate} */
    public static NetworkSettings from(Settings spate) {
        return new NetworkSettings(
                transports(spate),
                spate.texts("listen").stream().map(text -> address(spate, text)).toList(),
                outgoing(spate.section("network")),
                CongestionSettings.from(spate.section("network").section("congestion-control")));
    }

    private static List<String> transports(Settings spate) {
        List<String> names = spate.texts("transports");
        for (String name : names) {
            if (!name.matches("[a-z0-9-]+")) {
                throw spate.fault("transports", "\"" + name + "\"", "names in lower case, such as tcp");
            }
        }
        return names.stream().distinct().toList();
    }

    private static InetSocketAddress address(Settings spate, String text) {
        return HostAndPort.parse(text)
                .flatMap(parsed -> parsed.literal().map(host -> new InetSocketAddress(host, parsed.port())))
                .orElseThrow(() -> spate.fault(
                        "listen", "\"" + text + "\"", "an address and a port, such as 0.0.0.0:6881 or [::]:6881"));
    }

    private static List<InetAddress> outgoing(Settings network) {
        String text = network.text(OUTGOING);
        if (text.isBlank()) {
            return List.of();
        }
        List<InetAddress> addresses = List.of(text.split(",")).stream()
                .map(each -> new HostAndPort(each.trim(), 0).literal())
                .flatMap(Optional::stream)
                .toList();
        boolean allRead = addresses.size() == text.split(",").length;
        boolean oneAFamily =
                addresses.stream().map(InetAddress::getClass).distinct().count() == addresses.size();
        if (!allRead || !oneAFamily) {
            throw network.fault(OUTGOING, "\"" + text + "\"", "an address in numbers, or one for each family");
        }
        return addresses;
    }
}
